"""The one stylesheet, written from tokens and the text size."""

from __future__ import annotations

_RULES = """
QWidget#window, QWidget#page, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {window}; }}
QScrollArea {{ border: 0; }}
QFrame[kind="card"], QFrame[kind="pane"] {{ background: {base}; }}
QFrame[kind="card"] {{ border: 1px solid {line}; border-radius: 6px; }}
QFrame[kind="pane"] {{ border: 0 solid {line}; border-left: 1px solid {line}; }}
QFrame[kind="pane"] QScrollArea, QFrame[kind="pane"] QScrollArea > QWidget > QWidget,
QFrame[kind="plain"] QScrollArea, QFrame[kind="plain"] QScrollArea > QWidget > QWidget,
QFrame[kind="card"] QScrollArea > QWidget > QWidget {{ background: {base}; }}
QFrame[kind="head"] {{ background: {subtle}; border: 0 solid {line}; border-bottom: 1px solid {line}; }}
QFrame[kind="foot"] {{ background: {base}; border: 0 solid {line}; border-top: 1px solid {line}; }}
QFrame[kind="row"] {{ background: transparent; border: 0 solid {line}; border-bottom: 1px solid {line}; }}
QFrame[kind="first"] {{ background: {soft}; border: 0 solid {line}; border-bottom: 1px solid {line}; border-left: 4px solid {accent}; }}
QFrame[kind="first"] QLabel {{ color: {on_soft}; }}
QFrame[kind="row"][last="true"], QFrame[kind="first"][last="true"] {{ border-bottom: 0; }}
QFrame[kind="rule"] {{ background: {line}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame#top {{ background: {base}; border: 0 solid {line}; border-bottom: 1px solid {line}; }}
QFrame#rail {{ background: {rail}; border: 0 solid {line}; }}
QFrame#rail QScrollArea, QFrame#rail QScrollArea > QWidget > QWidget {{ background: {rail}; }}
QFrame#rail QLabel {{ color: {rail_ink}; }} QFrame#rail QLabel[kind="quiet"] {{ color: {rail_muted}; }}
QFrame#rail QLabel[kind="sample"] {{ color: #ffd24a; border: 1px solid #ffd24a; border-radius: 4px; padding: 0 5px; }}
QFrame#rail QFrame[kind="rule"] {{ background: {rail_selected}; }}
QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox {{ background: {base}; color: {ink}; border: 1px solid {border};
  border-radius: 4px; padding: 0 {p9}px; min-height: {h30}px; selection-background-color: {accent}; selection-color: {on_accent};
  placeholder-text-color: {hint}; }}
QPlainTextEdit {{ padding: {p5}px {p6}px; min-height: 0; }}
QLineEdit[bad="true"], QComboBox[bad="true"], QPlainTextEdit[bad="true"] {{ border: 2px solid {error}; padding-left: {p8}px; }}
QPlainTextEdit[bad="true"] {{ padding: {p4}px {p5}px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QPushButton:disabled {{ background: {subtle}; color: {hint};
  border: 1px {disabled_line} {line}; }}
QComboBox QLineEdit, QComboBox QLineEdit:disabled {{ border: 0; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down {{ border: 0; width: {h30}px; }}
QComboBox::down-arrow {{ image: url({images}/down.png); width: {i16}px; height: {i16}px; }}
QComboBox QAbstractItemView {{ background: {base}; border: 1px solid {border}; selection-background-color: {soft};
  selection-color: {on_soft}; outline: 0; padding: 4px; }}
QPushButton, QToolButton[kind="button"] {{ background: {base}; color: {ink}; border: 1px solid {border}; border-radius: 4px;
  padding: 0 {p13}px; min-height: {h30}px; }}
QPushButton:hover, QToolButton[kind="button"]:hover, QToolButton[kind="chip"]:hover {{ background: {subtle}; }}
QPushButton:pressed {{ background: {soft}; color: {on_soft}; }}
QPushButton[kind="primary"] {{ background: {accent}; border-color: {accent}; color: {on_accent}; font-weight: 600;
  min-height: {h34}px; padding: 0 {p15}px; }}
QPushButton[kind="head"] {{ min-height: {h34}px; padding: 0 {p15}px; }}
QPushButton[kind="small"] {{ min-height: {h26}px; padding: 0 {p9}px; }}
QPushButton[kind="smallprimary"] {{ min-height: {h26}px; padding: 0 {p9}px; background: {accent}; border-color: {accent};
  color: {on_accent}; font-weight: 600; }}
QPushButton[kind="primary"]:disabled, QPushButton[kind="smallprimary"]:disabled {{ background: {subtle}; color: {hint};
  border: 1px {disabled_line} {line}; }}
QFrame[kind="first"] QPushButton[kind="smallprimary"] {{ background: {step}; border-color: {step}; color: {on_step}; }}
QPushButton[kind="danger"] {{ color: {error}; border-color: {error}; }}
QPushButton[kind="link"] {{ background: transparent; border: 0; color: {accent}; text-decoration: underline; padding: 0 4px;
  min-height: {h28}px; }}
QPushButton[kind="barlink"] {{ background: transparent; border: 0; color: {bar_link}; font-weight: 600; text-decoration: underline;
  padding: 0 6px; min-height: {h28}px; }}
QPushButton[kind="raillink"] {{ background: transparent; border: 0; color: {rail_ink}; font-weight: 600; text-decoration: underline;
  padding: 0; min-height: {h28}px; text-align: left; }}
QToolButton[kind="fold"] {{ background: transparent; color: {ink}; border: 0; border-radius: 4px; font-weight: 600; text-align: left;
  min-height: {h28}px; padding: 0 {p4}px; }}
QToolButton[kind="fold"]:hover {{ background: {subtle}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[kind="icon"] {{ background: transparent; border: 0; border-radius: 4px; min-width: {h28}px; min-height: {h28}px; }}
QToolButton[kind="icon"]:hover {{ background: {soft}; }}
QToolButton[kind="chip"] {{ background: {base}; color: {ink}; border: 1px solid {border}; border-radius: 4px; padding: 0 {p9}px;
  min-height: {h26}px; }}
QToolButton[kind="chip"]:checked {{ background: {soft}; color: {on_soft}; border: 2px solid {accent}; font-weight: 600;
  padding: 0 {p8}px; min-height: {h24}px; }}
QToolButton[kind="seg"] {{ background: {base}; color: {ink}; border: 1px solid {border}; border-left-width: 0; min-height: {h28}px;
  padding: 0 {p4}px 0 {p8}px; }}
QToolButton[kind="seg"][first="true"] {{ border-left-width: 1px; border-top-left-radius: 4px; border-bottom-left-radius: 4px; }}
QToolButton[kind="seg"][last="true"] {{ border-top-right-radius: 4px; border-bottom-right-radius: 4px; }}
QToolButton[kind="seg"]:checked {{ background: {soft}; color: {on_soft}; font-weight: 600; border-bottom: 3px solid {accent}; }}
QToolButton[kind="tab"] {{ background: transparent; color: {ink2}; border: 0; border-bottom: 3px solid transparent;
  padding: {p5}px {p9}px; }}
QToolButton[kind="tab"]:checked {{ color: {ink}; font-weight: 600; border-bottom-color: {accent}; }}
QToolButton[kind="room"] {{ background: {rail}; color: {rail_ink}; border: 0; border-left: 4px solid {rail}; padding-left: {p9}px;
  min-height: {h38}px; text-align: left; }}
QToolButton[kind="room"][narrow="true"] {{ padding: 0 4px 0 0; }}
QToolButton[kind="room"]:hover {{ background: {rail_selected}; color: {rail_on_selected}; border-left-color: {rail_selected}; }}
QToolButton[kind="room"]:checked {{ background: {rail_selected}; border-left-color: {rail_bar}; color: {rail_on_selected};
  font-weight: 600; }}
QPushButton[kind="section"] {{ background: transparent; color: {ink}; border: 0; border-left: 4px solid transparent;
  padding: 0 {p9}px; min-height: {h34}px; text-align: left; }}
QPushButton[kind="section"]:checked {{ background: {soft}; color: {on_soft}; border-left-color: {accent}; font-weight: 600; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: {h28}px; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {i18}px; height: {i18}px; }}
QCheckBox::indicator:unchecked {{ image: url({images}/check_off.png); }} QCheckBox::indicator:checked {{ image: url({images}/check_on.png); }}
QRadioButton::indicator:unchecked {{ image: url({images}/radio_off.png); }} QRadioButton::indicator:checked {{ image: url({images}/radio_on.png); }}
QLabel {{ background: transparent; }}
QLabel[kind="quiet"] {{ color: {ink2}; }} QLabel[kind="hint"] {{ color: {hint}; }} QLabel[kind="error"] {{ color: {error}; }}
QLabel[kind="quote"] {{ color: {ink2}; border: 0 solid {border}; border-left: 3px solid {border}; padding-left: 8px; }}
QLabel[kind="tag"] {{ border: 1px solid {border}; border-radius: 4px; padding: 0 5px; background: {base}; color: {ink}; }}
QLabel[kind="dashed"] {{ border: 1px dashed {border}; border-radius: 4px; padding: 0 5px; background: {base}; color: {ink}; }}
QFrame[tone="info"] {{ background: {info_bg}; border: 0 solid {info}; border-left: 4px solid {info}; }}
QFrame[tone="warning"] {{ background: {warning_bg}; border: 0 solid {warning}; border-left: 4px solid {warning}; }}
QFrame[tone="error"] {{ background: {error_bg}; border: 0 solid {error}; border-left: 4px solid {error}; }}
QFrame[tone="good"] {{ background: {good_bg}; border: 0 solid {good}; border-left: 4px solid {good}; }}
QFrame#undoBar {{ background: {bar}; border-radius: 4px; }} QFrame#undoBar QLabel {{ color: {bar_ink}; }}
QFrame#undoBar QLabel[kind="keys"] {{ border: 1px solid {bar_ink}; border-radius: 3px; padding: 0 5px; }}
QTableView, QListView {{ background: {base}; color: {ink}; border: 1px solid {line}; border-radius: 6px; outline: 0;
  gridline-color: {line}; }}
QHeaderView {{ background: {subtle}; border: 0; }}
QHeaderView::section {{ background: {subtle}; color: {ink2}; border: 0; border-bottom: 1px solid {border}; padding: 0 8px;
  font-weight: 600; min-height: {h30}px; }}
QHeaderView::section:first, QHeaderView::section:only-one {{ padding-left: 15px; }}
QMenuBar {{ background: transparent; padding-top: {p4}px; }} QMenuBar::item {{ padding: {p5}px {p9}px; background: transparent; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {soft}; color: {on_soft}; }}
QMenu {{ background: {base}; color: {ink}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: {p5}px 24px {p5}px 12px; }} QMenu::item:disabled {{ color: {hint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {bar}; color: {bar_ink}; border: 0; padding: 4px 6px; }}
QProgressBar {{ background: {base}; border: 1px solid {border}; border-radius: 3px; max-height: 12px; min-height: 12px; }}
QProgressBar::chunk {{ background: {accent}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }} QScrollBar:horizontal {{ background: transparent; height: 12px; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; border: 0; width: 0;
  height: 0; }}
QSlider {{ min-height: {h28}px; }}
QSlider::groove:horizontal {{ height: 4px; background: {border}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 18px; height: 18px; margin: -7px 0; border-radius: 9px; background: {accent}; }}
QDialog {{ background: {base}; }}
QCalendarWidget QToolButton {{ color: {ink}; background: {base}; border: 0; padding: 4px 8px; min-height: {h26}px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {subtle}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {accent}; selection-color: {on_accent}; border: 0; }}
"""


def padding(pixels: int, scale: float) -> int:
    """A padding in the look: it grows with the text, but not as far, for large text needs the room itself."""
    return round(pixels * min(scale, 1.4))


def stylesheet(tokens: dict[str, str], scale: float, images: str) -> str:
    """The stylesheet for a theme at a text size; ``images`` is the folder of the drawn indicators."""
    heights = {f"h{n}": round(n * scale) for n in (24, 26, 28, 30, 34, 38)}
    paddings = {f"p{n}": padding(n, scale) for n in (4, 5, 6, 8, 9, 13, 15)}
    sizes = {f"i{n}": round(n * scale) for n in (16, 18)}
    disabled = "dashed" if tokens["base"] == "#000000" else "solid"
    return _RULES.format(**tokens, **heights, **paddings, **sizes, images=images, disabled_line=disabled)
