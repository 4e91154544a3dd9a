"""Restyling every widget while there is garbage among them: a crash would take the process along, so it is done in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
import gc
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from leadapp.ui import theme
from leadapp.ui.application import make_application

application = make_application([])
kept = []

class Watch(QObject):
    on, seen, collected = False, 0, 0
    def eventFilter(self, watched, event):
        if Watch.on and event.type() is QEvent.Type.StyleChange:
            Watch.seen += 1
            Watch.collected += gc.isenabled()
            if Watch.seen == 30:
                gc.set_threshold(1, 1, 1)
            kept.append([])
        return False

class Circle(QWidget):
    def __init__(self):
        super().__init__()
        theme.current.dress(self)
        self.me = self
        self.setLayout(QVBoxLayout())
        self.layout().addWidget(QLabel("in a circle"))

watch = Watch()
application.installEventFilter(watch)
gc.collect()
gc.set_threshold(10_000_000)
for _ in range(400):
    Circle().show()
Watch.on = True
theme.current.apply("dark", 1.5)
assert Watch.seen > 300, Watch.seen
assert not Watch.collected, "garbage may be collected while Qt goes through its list of widgets"
assert gc.isenabled()
gc.collect()
print("whole", flush=True)
import os
os._exit(0)
"""


def test_garbage_is_not_collected_while_every_widget_is_restyled() -> None:
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", CODE], env=surroundings, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("whole")
