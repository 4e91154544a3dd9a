"""``python3 dev.py screens``: every room and document of the sample as pictures, for the README and for a look at them.

The pictures that the documents show go to ``docs/pictures``; all others, in every theme and size, to ``build/screens``.
Words after the command choose: ``python3 dev.py screens docs`` draws only those of the documents.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services, open_services
from leadapp.services.sample import make_sample

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadapp.ui.main_window import MainWindow

TOP = Path(__file__).parents[1]
PICTURES, ALL = TOP / "docs" / "pictures", TOP / "build" / "screens"
ROOMS = (
    *("home", "sources", "plan", "action", "cascade", "clock", "grid", "registers", "evidence", "pace", "edition"),
    *("round", "triggers", "risk", "escalation", "rules", "return", "return_sent"),
    *("new_commitments", "changes", "ask", "year", "handover", "history"),
    *("history_of_action", "settings", "help", "first_run"),
)
SHOWN = ("home", "plan", "cascade", "round", "return", "first_run")
QUARTER = Quarter.parse("2026-27-Q2")
ACTION = "1.8"


@dataclass(frozen=True, slots=True)
class Look:
    """A window size in pixels with a theme and a text size."""

    name: str
    width: int = 1280
    height: int = 800
    theme: str = "light"
    scale: float = 1.0


LOOKS = (
    Look("light"),
    Look("dark", theme="dark"),
    Look("contrast", theme="contrast"),
    Look("small", 1024, 600),
    Look("large_text", scale=2.0),
    Look("large_text_small", 1024, 600, scale=2.0),
    Look("large_text_dark", 1024, 700, "dark", 1.5),
)
A_LEADS_FOLDER = "/home/nadia/.local/share/leadapp"
"""What the first run names in the pictures, rather than a folder of the machine that draws them."""


def main(words: list[str]) -> int:
    """Draw the pictures and say where they lie."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "LEADAPP_DATA": folder, "XDG_CONFIG_HOME": folder}
        sample = Path(folder) / "sample.leadapp"
        make_sample(sample).close()
        draw_rooms(sample, everything="docs" not in words)
        draw_documents(sample, Path(folder))
    print(f"Pictures of the documents: {PICTURES.relative_to(TOP)}. All others: {ALL.relative_to(TOP)}.")
    return 0


# -------------------------------------------------------------------------------- rooms
def draw_rooms(sample: Path, *, everything: bool) -> None:
    """Every room in every look, or only what the documents show."""
    from leadapp.ui.application import make_application

    application = make_application([])
    ALL.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look in LOOKS if everything else ():
        draw_look(sample, look, {room: ALL / f"{room}_{look.name}.png" for room in ROOMS})
    draw_look(sample, Look("light"), {room: PICTURES / f"{room}.png" for room in SHOWN})
    draw_look(sample, Look("dark", theme="dark"), {"home": PICTURES / "home_dark.png"})
    draw_look(sample, Look("large_text", scale=2.0), {"plan": PICTURES / "plan_200.png"})
    application.processEvents()


def draw_look(sample: Path, look: Look, targets: dict[str, Path]) -> None:
    """Rooms as pictures, all from one window."""
    from leadapp.ui import theme
    from leadapp.ui.first_run.first_run_window import FirstRunWindow
    from leadapp.ui.main_window import MainWindow

    theme.current.apply(look.theme, look.scale)
    services = open_services(sample)
    window = MainWindow(services)
    show(window, look)
    for room, target in targets.items():
        if room == "first_run":
            folder, os.environ["LEADAPP_DATA"] = os.environ["LEADAPP_DATA"], A_LEADS_FOLDER
            first = FirstRunWindow()  # only shown: it makes nothing in the folder it names
            os.environ["LEADAPP_DATA"] = folder
            show(first, look)
            first.grab().save(str(target))
            end(first)
            continue
        go_to(window, services, room)
        settle()
        window.grab().save(str(target))
    end(window)


def go_to(window: MainWindow, services: Services, room: str) -> None:
    """Go to a room, or to one of the places that are looked at within one."""
    if room == "sources":
        window.go("home")
        window.ask_where()
    elif room == "history_of_action":
        window.go("history", services.plan.action(action_of(services)).uid)
    elif room == "return_sent":
        window.go("return", Quarter.parse("2025-26-Q4"))
    else:
        window.go(room, action_of(services) if room == "action" else None)


def show(window: QWidget, look: Look) -> None:
    """Show a window at the size of a look."""
    window.resize(look.width, look.height)
    window.show()
    settle()


def end(window: QWidget) -> None:
    """Close a window and let go of it, so that the next theme need not dress it."""
    window.close()
    window.deleteLater()
    settle()


def action_of(services: Services) -> int:
    """The action that is shown open."""
    return next(action.id for action in services.plan.list_actions() if action.reference == ACTION)


def settle() -> None:
    """Let Qt do what it has put off, deletions too."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtTest import QTest

    QTest.qWait(60)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -------------------------------------------------------------------------------- documents
def draw_documents(sample: Path, folder: Path) -> None:
    """The PDF's pages, and the workbook's where LibreOffice can turn it into pages."""
    services = open_services(sample)
    services.returns.export(QUARTER, {"pdf": folder / "return.pdf", "xlsx": folder / "return.xlsx"})
    for version in ("staff", "summary"):
        targets = {"pdf": folder / f"{version}.pdf", "xlsx": folder / f"{version}.xlsx"}
        services.returns.export(QUARTER, targets, version=version)
    services.year.export(QUARTER.financial_year, {"pdf": folder / "year.pdf", "xlsx": folder / "year.xlsx"})
    services.handover.export({"pdf": folder / "handover.pdf", "xlsx": folder / "handover.xlsx"})
    services.close()
    draw_pages(folder / "return.pdf", "return_pdf", {1: "return_pdf_cover", 7: "return_pdf_page"})
    for name in ("staff", "summary", "year", "handover"):
        draw_pages(folder / f"{name}.pdf", f"{name}_pdf", {})
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("The workbook was not drawn: LibreOffice is not installed.")
        return
    home = f"-env:UserInstallation=file://{folder}/office"
    order = [office, home, "--headless", "--convert-to", "pdf:calc_pdf_Export", "--outdir", str(folder / "xlsx")]
    for name, shown in (("return", {7: "return_excel"}), ("staff", {}), ("summary", {}), ("year", {}), ("handover", {})):
        subprocess.run([*order, f"{name}.xlsx"], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        draw_pages(folder / "xlsx" / f"{name}.pdf", f"{name}_excel", shown)


def draw_pages(pdf: Path, name: str, shown: dict[int, str]) -> None:
    """Every page to ``build/screens``; the ones that the documents show beside their text too."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            picture = document[number].render(scale=1.25).to_pil()
            picture.save(ALL / f"{name}_{number + 1:02d}.png")
            if number + 1 in shown:
                picture.save(PICTURES / f"{shown[number + 1]}.png")
    finally:
        document.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
