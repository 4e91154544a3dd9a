"""What stands in the way of an action and when that ends, and the other actions it has to do with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from leadapp.domain.action_detail import LINK_WORDS, DetailView, LinkedAction, LinkKind
from leadapp.domain.wording import STATES
from leadapp.ui.finder import Finder
from leadapp.ui.folded import Folded
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import Field, TextArea
from leadapp.ui.forms.unit import by_name
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, IconButton, Label, ShapeLabel, clear_layout, column, row


class LinkSection(Folded):
    """A click on a linked action goes there. Both sides see a link; removing it is one undo step."""

    def __init__(self, page: Page) -> None:
        super().__init__("Blocks and links")
        self._page = page
        self._action_id: int | None = None
        self._shown: tuple[LinkedAction, ...] | None = None
        self._kind = LinkKind.RELATES
        self.blocked = TextArea("blocked_by", "Blocked by", "What stands in the way? Empty if nothing does.", lines=1, most=5)
        self.unblocked = TextArea("unblocked_when", "Unblocked when", "What has to happen, and by whom?", lines=1, most=5)
        for field in (self.blocked, self.unblocked):
            writing.attach(field, page)
        self.fields: dict[str, Field] = by_name(self.blocked, self.unblocked)
        self._rows, self._list = QWidget(), column(spacing=8)
        self._rows.setLayout(self._list)
        self.waits = Button("Waits for…", "small", "add", lambda: self._ask(LinkKind.DEPENDS))
        self.relates = Button("Relates to…", "small", "add", lambda: self._ask(LinkKind.RELATES))
        self.finder = Finder("find_action", "Number or words of an action", self._find, "No other action of your plan matches.")
        self.finder.chosen.connect(self._link)
        self.finder.given_up.connect(self._give_up)
        self.finder.hide()
        self.body.addWidget(self.blocked)
        self.body.addWidget(self.unblocked)
        self.body.addWidget(Label("Other actions", 10, bold=True))
        self.body.addWidget(self._rows)
        self.body.addLayout(row(self.waits, self.relates, None))
        self.body.addWidget(self.finder)

    def tell(self, view: DetailView) -> None:
        """Show the links, and in the head whether the action is blocked."""
        if view.action.id != self._action_id:
            self.finder.hide()
        self._action_id = view.action.id
        if view.links != self._shown:
            self._shown = view.links
            self._build(view.links)
        count = len(view.links)
        parts = ["blocked" if view.action.is_blocked else "", f"{count} link{'s' if count != 1 else ''}" if count else ""]
        self.say(", ".join(part for part in parts if part))

    def _build(self, links: tuple[LinkedAction, ...]) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._rows.isAncestorOf(focus):
            self.relates.setFocus()
        clear_layout(self._list)
        for link in links:
            self._list.addLayout(self._line(link))
        if not links:
            self._list.addWidget(Label("Linked to no other action.", 10, kind="quiet"))

    def _line(self, link: LinkedAction) -> QHBoxLayout:
        words = f"{LINK_WORDS[link.side]} {link.reference}"
        go = Button(words, "link", on_click=lambda: self._page.go.emit("action", link.action_id))
        go.setAccessibleName(f"{words} {link.title}, {STATES[link.status].word}. Go there")
        title = Label(link.title, 10, wrap=True)
        state = ShapeLabel(link.status, STATES[link.status].word)
        remove = IconButton("remove", f"Remove the link with {link.reference}", partial(self._unlink, link.link_id))
        line = row(spacing=4)
        line.addLayout(column(row(go, None), title, state, spacing=0), 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return line

    # ------------------------------------------------------------------ linking
    def _ask(self, kind: LinkKind) -> None:
        self._kind = kind
        self.finder.show()
        self.finder.start()

    def _give_up(self) -> None:
        self.finder.hide()
        (self.waits if self._kind is LinkKind.DEPENDS else self.relates).setFocus()

    def _find(self, typed: str) -> list[tuple[int, str]]:
        if self._action_id is None:
            return []
        linked = {link.action_id for link in self._shown or ()}
        found = self._page.services.details.find_actions(typed, self._action_id, 8 + len(linked))
        return [(a.id, f"{a.reference}  {a.title}") for a in found if a.id not in linked][:8]

    def _link(self, other_id: int) -> None:
        action_id = self._action_id
        if action_id is not None:
            self._give_up()
            self._page.keep(lambda: self._page.services.details.link(action_id, other_id, self._kind))

    def _unlink(self, link_id: int) -> None:
        self._page.keep(lambda: self._page.services.details.unlink(link_id))
