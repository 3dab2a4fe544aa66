"""The palette and the style sheet of a theme and a text size, for Qt's Fusion style."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gui.style.theme import Theme, font

_SHEET = """
* {{ outline: 0; }}
QMainWindow, QWidget#panel, QWidget#bar {{ background: {background}; }}
QMenuBar, QMenu, QToolTip {{ background: {background}; color: {ink}; }}
QMenu {{ border: 1px solid {axis}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 28px 5px 24px; }}
QMenu::item:selected, QMenuBar::item:selected {{ background: {grid}; }}
QMenu::item:disabled {{ color: {axis}; }}
QMenu::separator {{ height: 1px; background: {grid}; margin: 4px 0; }}
QToolTip {{ border: 1px solid {axis}; padding: 4px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {background}; }}
QScrollArea#form {{ border-left: 1px solid {grid}; }}
QLabel {{ color: {ink}; background: transparent; }}
QLabel#field {{ color: {secondary}; }}
QLabel#hero {{ color: {ink}; font-weight: 600; }}
QLabel#problem, QLabel#hero[wrong="true"], QLabel#field[wrong="true"] {{ color: {alarm}; }}
QLabel#status {{ color: {secondary}; }}
QTabBar {{ background: {background}; }}
QTabBar::tab {{ color: {secondary}; background: transparent; padding: {pad}px {wide}px; border: 0;
  border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom: 3px solid {focus}; }}
QTabBar::tab:focus {{ color: {focus}; }}
QTabBar::tab:hover {{ color: {ink}; }}
QToolButton, QPushButton {{ color: {ink}; background: transparent; border: 1px solid transparent;
  border-radius: 4px; padding: {pad}px; }}
QPushButton {{ border-color: {axis}; padding: {pad}px {wide}px; }}
QToolButton:hover, QPushButton:hover {{ background: {grid}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {focus}; }}
QToolButton:checked {{ background: {grid}; }}
QLineEdit, QComboBox {{ color: {ink}; background: {background}; border: 1px solid {axis};
  border-radius: 4px; padding: {pad}px; selection-background-color: {focus}; selection-color: {background}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {alarm}; }}
QComboBox:disabled, QLineEdit:disabled, QCheckBox:disabled, QPushButton:disabled {{ color: {axis};
  border-color: {grid}; }}
QComboBox QLineEdit {{ border: 0; padding: 0; }}
QComboBox::drop-down {{ border: 0; width: {wide}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; border-left: 4px solid {background};
  border-right: 4px solid {background}; border-top: 6px solid {secondary}; margin-right: 6px; }}
QComboBox QAbstractItemView {{ background: {background}; color: {ink}; border: 1px solid {axis};
  selection-background-color: {grid}; selection-color: {ink}; }}
QCheckBox {{ color: {ink}; spacing: 8px; padding: 1px; border: 1px solid transparent; border-radius: 4px; }}
QCheckBox:focus {{ border-color: {focus}; }}
QCheckBox::indicator {{ width: {tick}px; height: {tick}px; border: 1px solid {axis}; border-radius: 3px;
  background: {background}; }}
QCheckBox::indicator:checked {{ background: {focus}; border: 1px solid {focus}; }}
QSlider {{ min-height: {handle}px; }}
QSlider::groove:horizontal {{ height: 4px; background: {grid}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {focus}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {background}; border: 2px solid {focus}; width: {knob}px;
  height: {knob}px; margin: -{under}px 0; border-radius: {round}px; }}
QSlider::handle:horizontal:hover {{ background: {grid}; }}
QSlider::handle:horizontal:focus {{ background: {focus}; }}
QScrollBar:vertical {{ background: transparent; width: {pad}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {axis}; border-radius: {bar}px; min-height: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QDialog {{ background: {background}; }}
QProgressBar {{ border: 0; background: transparent; }}
QProgressBar::chunk {{ background: {focus}; }}
"""


def apply_theme(app: QApplication, theme: Theme, pixels: float) -> None:
    """Set the palette, font and style sheet of the application, with a text size in pixels."""
    app.setPalette(palette(theme))
    app.setFont(font(pixels))
    knob = round(0.9 * pixels)
    sizes = {
        "pad": round(0.3 * pixels), "bar": round(0.15 * pixels),
        "wide": round(0.9 * pixels), "handle": round(1.8 * pixels), "knob": knob,
        "tick": round(0.9 * pixels), "under": (knob + 4 - 4) // 2, "round": (knob + 4) // 2,
    }  # fmt: skip
    colors = {
        name: getattr(theme, name) for name in ("background", "ink", "secondary", "axis", "grid", "alarm", "focus")
    }
    app.setStyleSheet(_SHEET.format(**sizes, **colors))


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
