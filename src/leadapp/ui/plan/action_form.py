"""Everything else about an action: words, owner, service, dates, origin, milestones. Optional, and never called missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.clock import action_clock
from leadapp.domain.plan import ActionDraft, PlanAction, Status
from leadapp.domain.quarters import format_date
from leadapp.domain.round import ActionDetail
from leadapp.domain.wording import ORIGIN_WORDS
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, SuggestField, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.plan.action_lists import KpiList, MilestoneList
from leadapp.ui.widgets import Button, Label, column, row, rule


class ActionForm(QFrame):
    """Shows one ``ActionDetail`` and keeps what is typed."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._detail: ActionDetail | None = None
        self.title = TextArea("title", "Title", lines=1, most=4)
        self.description = TextArea("description", "What we will do", lines=2, most=10)
        self._wording = {field.name: writing.attach(field, page) for field in (self.title, self.description)}
        self.owner = SuggestField("owner", "Owner", "Name or post")
        self.service = ChoiceField("service", "Service", ())
        self.due = DateField("due", "Due")
        self.due_reason = TextField("due_reason", "Why the date moves", "The first date stays on record.")
        self.pillar = ChoiceField("pillar", "Pillar", (("", "None"), *((str(n), str(n)) for n in range(1, 6))))
        self.origin = ChoiceField("origin", "Origin", tuple(ORIGIN_WORDS.items()))
        self.urgent = TickField("urgent", "Urgent (counts for the 1.7 test)")
        self._dates = Label("", 9.5, kind="hint", wrap=True)
        self._who = Label("", 10, kind="quiet", wrap=True)
        self._clock = ChartView("action_clock")
        self.milestones, self.kpis = MilestoneList(page), KpiList(page)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._fold = Button("", "link", on_click=self._toggle)
        self._body = QWidget()
        remove = Button("Remove this action", "danger", on_click=self._remove)
        dates = column(self.due, self.due_reason, self._dates, self._clock, spacing=6)
        body = column(
            self._who,
            self.owner,
            dates,
            self.title,
            self.description,
            self.service,
            self.pillar,
            self.origin,
            self.urgent,
            self.milestones,
            self.kpis,
            8,
            row(remove, None),
            spacing=12,
        )
        self._body.setLayout(body)
        self.setLayout(column(rule(), row(self._fold, None), self._body, spacing=8))
        self.fold(folded=True)

    def _connect(self) -> None:
        single: tuple[Field, ...] = (self.title, self.description, self.owner, self.service, self.pillar, self.origin)
        self.fields = by_name(*single, self.due, self.due_reason, self.urgent)
        reread = self._page.refresh
        self._units = [Unit(self, by_name(field), self._save, reread) for field in single]
        self._units.append(Unit(self, by_name(self.due, self.due_reason), self._save, reread, on_leaving=True))
        self._units.append(Unit(self, by_name(self.urgent), self._save_urgent, reread, pause=0))
        self.due.edited.connect(self._tell_problems)

    def fold(self, *, folded: bool) -> None:
        """Hide the details, or show them. They stay as they are when another action is shown."""
        self._body.setVisible(not folded)
        self._fold.setText("Show details: owner, dates, milestones, KPIs" if folded else "Hide details")
        self._fold.setAccessibleName(self._fold.text())

    def _toggle(self) -> None:
        self.fold(folded=not self._body.isHidden())

    # ------------------------------------------------------------------ content
    def show_detail(self, detail: ActionDetail) -> None:
        """Show an action; what is typed and not saved yet goes to the action it was typed for."""
        if self._detail is not None and self._detail.action.id != detail.action.id:
            self.flush()
        self._detail = detail
        action = detail.action
        self._offer(detail)
        corporate = detail.corporate
        self._wording["title"].leave_official(corporate.title if corporate else "")
        self._wording["description"].leave_official(corporate.part_note if corporate else "")
        texts = {
            "title": action.title,
            "description": action.description,
            "owner": action.owner,
            "service": action.service,
            "due": format_date(action.due) if action.due else "",
            "due_reason": "",
            "pillar": str(action.pillar or ""),
            "origin": action.origin.value,
            "urgent": "yes" if action.urgent else "",
        } | dict(detail.typed)
        for unit in self._units:
            unit.show(action.id, texts, action.version)
        own = detail.corporate is None or action.origin != "corporate"
        self.pillar.setVisible(own)
        self.origin.setVisible(own)
        self._tell_dates(detail)
        self.milestones.show_milestones(action.id, detail.milestones)
        self.kpis.show_kpis(action.id, detail.kpis)
        self._tell_problems()

    def _offer(self, detail: ActionDetail) -> None:
        services = self._page.services
        names = [s.name for s in services.preferences.directorate().services]
        self.service.set_choices((("", "Whole directorate"), *((name, name) for name in names)))
        owners = sorted({a.owner for a in services.plan.list_actions() if a.owner} | {detail.action.owner})
        if not self.owner.has_focus() and [self.owner.combo.itemText(n) for n in range(self.owner.combo.count())] != owners:
            self.owner.suggest(owners)

    def _tell_dates(self, detail: ActionDetail) -> None:
        self._tell_corporate(detail)
        lines = []
        if detail.action.band:
            end = (
                f", ends {format_date(detail.action.due_first)}"
                if not detail.action.due_typed and detail.action.due_first
                else ""
            )
            lines.append(f"Band: {detail.action.band[:1].lower()}{detail.action.band[1:]}{end}.")
        lines += [
            f"{format_date(r.on)}: from {format_date(r.from_date)} to {format_date(r.to_date)}. {r.reason}"
            for r in detail.redatings
        ]
        lines += _completed(detail.action)
        self._dates.setText("\n".join(lines))
        self._dates.setVisible(bool(lines))

    def _tell_corporate(self, detail: ActionDetail) -> None:
        corporate, preferences = detail.corporate, self._page.services.preferences
        self._who.setVisible(corporate is not None)
        if corporate is not None:
            self._who.setText(f"Accountable: {corporate.accountable}. Responsible: {corporate.responsible}.")
        zero, kpis = preferences.directorate().month_zero, [line.kpi for line in detail.kpis]
        self._clock.setVisible(zero is not None)
        if zero is not None:
            quarter = preferences.reported_quarter()
            self._clock.tell(action_clock(detail.action, kpis, zero, preferences.today(), quarter))

    def _tell_problems(self) -> None:
        if self._detail is None:
            return
        action = self._detail.action
        draft = ActionDraft(due=self.due.text(), due_reason=self.due_reason.text(), title=self.title.text())
        problems = {p.field: p.sentence for p in draft.problems(action)}
        moved = self.due.text().strip() != (format_date(action.due) if action.due else "")
        self.due_reason.setVisible((moved and action.due is not None) or bool(self.due_reason.text()))
        typing = self.due.has_focus()
        self.due.set_problem("" if typing else problems.get("due", ""))
        self.due_reason.set_problem("" if typing else problems.get("due_reason", ""))
        self.title.set_problem(problems.get("title", ""))

    # ------------------------------------------------------------------ keeping
    def _save(self, typed: Typed) -> bool:
        self._tell_problems()
        return self._keep(typed, ActionDraft(**typed.texts))  # type: ignore[arg-type]

    def _save_urgent(self, typed: Typed) -> bool:
        return self._keep(typed, ActionDraft(urgent=bool(typed.texts["urgent"])))

    def _keep(self, typed: Typed, draft: ActionDraft) -> bool:
        plan = self._page.services.plan
        return self._page.keep(lambda: plan.change(typed.row, typed.version, draft, typed.visit))

    def _remove(self) -> None:
        if self._detail is not None:
            action_id = self._detail.action.id
            self._page.flush()  # one undo brings the action back, with what was typed last
            self._page.keep(lambda: self._page.services.plan.remove_action(action_id))

    def start_at(self, name: str) -> QWidget | None:
        """Unfold the details and put the cursor into a field of them; None if there is none such."""
        field = self.fields.get(name)
        if field is None or field.isHidden():
            return None
        self.fold(folded=False)
        field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        return field

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all(self._units)

    def forget(self) -> None:
        """Drop what is not saved yet."""
        for unit in self._units:
            unit.forget()


def _completed(action: PlanAction) -> list[str]:
    """When a complete action was completed. A list it was taken in from as complete does not say, and no day is made up."""
    if action.status is not Status.COMPLETE:
        return []
    return [f"Completed on {format_date(action.completed_on)}." if action.completed_on else "Complete; the day is not known."]
