"""Editions that are taken, and what they leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leadapp.services.edition_service import EditionPreview
from leadapp.services.opening import Services
from tests.worlds import by_reference


def take(services: Services, path: Path) -> EditionPreview:
    preview = services.editions.preview(path)
    assert preview.faults == ()
    services.editions.take(preview)
    return preview


def kpis_of(services: Services, reference: str) -> dict[str, Any]:
    action = by_reference(services, reference)
    return {line.kpi.corporate_kpi: line for line in services.round.detail(action.id).kpis}
