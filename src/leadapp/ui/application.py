"""The Qt application: made once, with the look, the guard, the last net for unexpected errors, and the first window."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

import leadapp
from leadapp.domain.errors import LeadappError, StoreInUseError
from leadapp.services.opening import Services, open_services
from leadapp.ui import theme
from leadapp.ui.icons import pixmap
from leadapp.ui.last_net import LastNet
from leadapp.ui.window import Window
from leadapp.ui.window_state import WindowState


def make_application(arguments: list[str]) -> QApplication:
    """The application in leadapp's look."""
    QCoreApplication.setOrganizationName("leadapp")
    QCoreApplication.setApplicationName("leadapp")
    QCoreApplication.setApplicationVersion(leadapp.__version__)
    QGuiApplication.setDesktopFileName("leadapp")
    application = QApplication([sys.argv[0], "-style", "fusion", *arguments])
    state = WindowState()
    theme.current.apply(state.theme, state.text_size, heavy_ring=state.heavy_ring)
    application.setWindowIcon(QIcon(pixmap("leadapp", "#14222a", 128)))
    hints = application.styleHints()
    if hints is not None:
        hints.colorSchemeChanged.connect(lambda _scheme: theme.current.apply())
    return application


def run_application(application: QApplication, file: Path | None, *, quit_when_ready: bool = False) -> int:
    """Open the file (the last one if none is named), or the first run, and run until the window closes."""
    sys.excepthook = LastNet().meet
    windows = Windows(application)
    windows.start(file)
    QTimer.singleShot(0, _collect_from_now_on)
    if quit_when_ready:
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, windows.close_all))
    code = application.exec()
    return 1 if quit_when_ready and windows.refused else code


def _collect_from_now_on() -> None:
    """Turn the garbage collector on; what was loaded so far stays for good and is never looked through again."""
    gc.freeze()
    gc.enable()


class Windows:
    """Which window is open: the first run, or the main window of one file."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._window: Window | None = None
        self.refused = False

    def start(self, file: Path | None) -> None:
        """Open what was asked for. A file that was named and cannot be opened is told; then the first run is shown."""
        wanted = file or self._last_file()
        if wanted is None:
            self.show_first_run()
            return
        try:
            self.show_file(open_services(wanted))
        except LeadappError as error:
            if file is not None:
                self.refused = True
                print(f"leadapp: {error}", file=sys.stderr)
            self._show_refusal(wanted, error)

    def _show_refusal(self, path: Path, error: LeadappError) -> None:
        """A file that is open elsewhere has a page of its own; for any other refusal the first run is shown with its sentence."""
        if isinstance(error, StoreInUseError):
            from leadapp.ui.first_run.in_use_window import InUseWindow

            window = InUseWindow(path, error)
            window.ready.connect(self.show_file)
            self._show(window)
        else:
            self.show_first_run(str(error))

    def _last_file(self) -> Path | None:
        recent = WindowState().recent_files()
        return recent[0] if recent and recent[0].exists() else None

    def show_first_run(self, sentence: str = "", before: Path | None = None) -> None:
        """Show the first run, with a way back to the file that was open before."""
        from leadapp.ui.first_run.first_run_window import FirstRunWindow

        window = FirstRunWindow(sentence, before)
        window.ready.connect(lambda services: self.show_file(services, window.then))
        self._show(window)

    def show_file(self, services: Services, then: str = "") -> None:
        """Show the main window of an open file, at Home or at the place she asked for."""
        from leadapp.ui.main_window import MainWindow

        WindowState().remember_file(services.path)
        window = MainWindow(services)
        window.another_file.connect(self.change_file)
        window.restored.connect(self.show_restored)
        self._show(window)
        if then:
            window.go(then)

    def change_file(self, path: Path | None) -> None:
        """Close this file and open another one; None goes to the first run."""
        before = self._window.services.path if self._window is not None and hasattr(self._window, "services") else None
        if self._window is not None and not self._window.close():
            return  # she stays, because something typed is not saved
        try:
            if path is None:
                self.show_first_run(before=before)
            else:
                self.show_file(open_services(path))
        except LeadappError as error:
            if before is not None and before.exists() and before != path:
                if path is not None and not path.exists():
                    WindowState().forget_file(path)
                self.show_file(open_services(before))
                from leadapp.ui import dialogs

                dialogs.tell(self._window, "The file was not opened", str(error))
            elif path is not None:
                self._show_refusal(path, error)

    def show_restored(self, path: Path, sentence: str) -> None:
        """Open the file that a backup was put in the place of, and say so."""
        self.change_file(path)
        from leadapp.ui.main_window import MainWindow

        if isinstance(self._window, MainWindow) and self._window.services.is_open:
            self._window.tell_restored(sentence)

    def _show(self, window: Window) -> None:
        old, self._window = self._window, window
        window.fit_into(window.screen().availableGeometry())
        window.show()
        if old is not None and old is not window:
            old.close()
            old.deleteLater()

    def close_all(self) -> None:
        """Close the window as a person would."""
        if self._window is not None:
            self._window.close()
