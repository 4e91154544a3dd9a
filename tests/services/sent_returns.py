"""A file whose return is written, or submitted, and the bytes of its exports: for the tests of a return's life."""

from pathlib import Path

from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import SignatureDraft
from leadapp.services.opening import Services
from leadapp.services.soundness_service import damage_words
from tests.worlds import by_reference

Q4, Q1, Q2, Q3 = Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)
SECOND = SignatureDraft("Nadia Farrow", "Corporate Director", how="email", note="Her e-mail of this morning")
LEAD = SignatureDraft("", "")


def write_headline(services: Services, quarter: Quarter = Q2) -> None:
    """The three texts that a return must have."""
    for field in ("progress", "challenges", "feedback"):
        services.returns.change_text(quarter, field, f"Nothing to report on {field}, because we began this month.")


def begin(services: Services) -> Services:
    """One action with an update, and the headline."""
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "The panel met twice.")
    services.plan.change(action.id, action.version, ActionDraft(status="underway", confidence="at_risk"))
    write_headline(services)
    return services


def send(services: Services) -> Services:
    """The return signed, confirmed and submitted."""
    services.life.sign(Q2, LEAD)
    services.life.confirm(Q2, SECOND)
    services.life.submit(Q2)
    return services


def exported(services: Services, folder: Path, quarter: Quarter = Q2, revision: int | None = None) -> dict[str, bytes]:
    """The bytes of every form of a return."""
    folder.mkdir()
    targets = {form: folder / f"return.{form}" for form in ("json", "xlsx", "pdf")}
    services.returns.export(quarter, targets, revision=revision)
    return {form: path.read_bytes() for form, path in targets.items()}


def damage_told(services: Services) -> str:
    """What the watch over the open file would tell."""
    return damage_words(d for batch in services.soundness.findings() for d in batch)
