"""The palette and the style sheet of a theme and a text size, for Qt's Fusion style."""

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gui.style.theme import HEIGHT, WIDTH, Theme, TypeSize, font

MIN_CONTROL_TEXT_PX = 13.0
"""The smallest text size of controls in pixels, at any size of the window."""

_SHEET = """
* {{ outline: 0; }}
QWidget#panel, QWidget#bar {{ background: {background}; }}
QMenuBar, QMenu, QToolTip {{ background: {background}; color: {ink}; }}
QMenu {{ border: 1px solid {axis}; padding: 4px 0; }}
QMenu::item {{ padding: 3px 26px 3px 22px; border: 2px solid transparent; border-radius: 4px; }}
QMenu::item:selected {{ background: {grid}; border-color: {focus}; }}
QMenuBar::item {{ background: transparent; padding: 2px 6px; border: 2px solid transparent; border-radius: 4px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {grid}; border-color: {focus}; }}
QMenu::item:disabled {{ color: {axis}; }}
QMenu::separator {{ height: 1px; background: {grid}; margin: 4px 0; }}
QToolTip {{ border: 1px solid {axis}; padding: 4px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {background}; }}
QFrame#note {{ background: {background}; border: 1px solid {axis}; border-radius: 4px; }}
QFrame#note QPushButton {{ padding: 0 {pad}px; }}
QFrame#note QProgressBar {{ background: {grid}; }}
QFrame#ring {{ border: 2px solid {focus}; background: transparent; }}
QScrollArea#form {{ border-left: 1px solid {grid}; }}
QLabel {{ color: {ink}; background: transparent; }}
QLabel#field {{ color: {secondary}; }}
QLabel#hero {{ color: {ink}; font-weight: 600; }}
QLabel#problem, QLabel#hero[wrong="true"], QLabel#field[wrong="true"] {{ color: {alarm}; }}
QLabel#status {{ color: {secondary}; }}
QTabBar {{ background: {background}; }}
QTabBar::tab {{ color: {secondary}; background: transparent; padding: {pad}px {tab}px;
  border: 2px solid transparent; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom-color: {focus}; }}
QTabBar::tab:focus {{ color: {focus}; border-color: {focus}; border-radius: 4px; }}
QTabBar::tab:hover {{ color: {ink}; }}
QToolButton, QPushButton {{ color: {ink}; background: transparent; border: 2px solid transparent;
  border-radius: 4px; padding: {pad}px; }}
QPushButton {{ border: 1px solid {axis}; margin: 1px; padding: {pad}px {wide}px; }}
QToolButton:hover, QPushButton:hover {{ background: {grid}; }}
QToolButton:focus, QPushButton:focus {{ border: 2px solid {focus}; margin: 0; }}
QToolButton:checked {{ background: {grid}; }}
QLineEdit, QComboBox {{ color: {ink}; background: {background}; border: 1px solid {axis};
  margin: 1px; border-radius: 4px; padding: {pad}px;
  selection-background-color: {focus}; selection-color: {background}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; margin: 0; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {alarm}; margin: 0; }}
QComboBox:disabled, QLineEdit:disabled, QPushButton:disabled {{ color: {axis}; border-color: {grid}; }}
QCheckBox:disabled, QLabel:disabled {{ color: {axis}; }}
QComboBox QLineEdit {{ border: 0; margin: 0; padding: 0; }}
QComboBox:!editable {{ padding-left: {entry}px; }}
QComboBox::drop-down {{ border: 0; width: {wide}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; border-left: {half}px solid {background};
  border-right: {half}px solid {background}; border-top: {high}px solid {secondary}; margin-right: 6px; }}
QComboBox QAbstractItemView {{ background: {background}; color: {ink}; border: 1px solid {axis};
  selection-background-color: {focus}; selection-color: {background}; }}
QCheckBox {{ color: {ink}; spacing: {gap}px; border: 2px solid transparent; border-radius: 4px; }}
QCheckBox:focus {{ border-color: {focus}; }}
QCheckBox::indicator {{ width: {tick}px; height: {tick}px; border: 1px solid {axis}; border-radius: 3px;
  background: {background}; }}
QCheckBox::indicator:checked {{ background: {focus}; border: 1px solid {focus}; }}
QSlider {{ min-height: {handle}px; border: 2px solid transparent; border-radius: 4px; }}
QSlider:focus {{ border-color: {focus}; }}
QSlider::groove:horizontal {{ height: 4px; background: {grid}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {focus}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {background}; border: 2px solid {focus}; width: {knob}px;
  height: {knob}px; margin: -{under}px 0; border-radius: {round}px; }}
QSlider::handle:horizontal:hover {{ background: {grid}; }}
QSlider::handle:horizontal:focus {{ background: {focus}; }}
QScrollBar:vertical {{ background: transparent; width: {pad}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {axis}; border-radius: {bar}px; min-height: 32px; }}
QScrollBar:horizontal {{ background: transparent; height: {pad}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {axis}; border-radius: {bar}px; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QDialog {{ background: {background}; }}
QProgressBar {{ border: 0; background: transparent; }}
QProgressBar::chunk {{ background: {focus}; }}
"""


def control_text_size(size: QSize, type_size: TypeSize) -> float:
    """Return the text size in pixels of the controls of a window."""
    scale = min(size.width() / WIDTH, size.height() / HEIGHT)
    return max(MIN_CONTROL_TEXT_PX, type_size.controls * scale)


def apply_theme(widgets: Iterable[QWidget], theme: Theme, pixels: float) -> None:
    """Set the palette and font of the application and the style sheet of widgets, with a text size in pixels.

    Children have the style sheet too, and so have dialogs. One of the application would take four times as long: Qt
    would replace the style of every widget, on screen or not.
    """
    knob = round(0.9 * pixels)
    sizes = {
        "pad": round(0.3 * pixels), "bar": round(0.15 * pixels),
        "wide": round(0.9 * pixels), "tab": round(0.9 * pixels) - 2, "handle": round(1.8 * pixels) - 4, "knob": knob,
        "half": round(0.3 * pixels), "high": round(0.45 * pixels), "gap": round(0.6 * pixels),
        "entry": round(0.3 * pixels) + 2,
        "tick": round(0.9 * pixels), "under": (knob + 4 - 4) // 2, "round": (knob + 4) // 2,
    }  # fmt: skip
    colors = {
        name: getattr(theme, name) for name in ("background", "ink", "secondary", "axis", "grid", "alarm", "focus")
    }
    face, sheet = font(pixels), _SHEET.format(**sizes, **colors)
    # Qt would polish every child again, which takes longest, also where nothing changes.
    if (palette(theme), face) != (QApplication.palette(), QApplication.font()):
        QApplication.setPalette(palette(theme))
        QApplication.setFont(face)
    for widget in widgets:
        if widget.styleSheet() != sheet:
            widget.setStyleSheet(sheet)


def set_style_properties(widget: QWidget, **properties: bool) -> None:
    """Set properties that the style sheet selects by, and polish the widget again if any has changed."""
    changed = [name for name, value in properties.items() if bool(widget.property(name)) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme, for everything that the style sheet does not cover."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, color in {
        roles.Window: theme.background,
        roles.WindowText: theme.ink,
        roles.Base: theme.background,
        roles.AlternateBase: theme.grid,
        roles.Text: theme.ink,
        roles.Button: theme.background,
        roles.ButtonText: theme.ink,
        roles.ToolTipBase: theme.background,
        roles.ToolTipText: theme.ink,
        roles.PlaceholderText: theme.secondary,
        roles.Highlight: theme.focus,
        roles.HighlightedText: theme.background,
        roles.Link: theme.focus,
        roles.Mid: theme.axis,
        roles.Accent: theme.focus,
    }.items():
        made.setColor(role, QColor(color))
    for role in (roles.Text, roles.ButtonText, roles.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.axis))
    return made
