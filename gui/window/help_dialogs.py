"""The dialogs of the Help menu: keys, built from the table of actions, and versions and licenses."""

import platform
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.document import program_version
from gui.window.actions import MENUS, Action
from gui.window.screen_fit import ScreenFit
from gui.wording.text import tr, tr_noop, translated

_LICENSES = {
    "PySide6-Essentials": tr_noop("LGPL 3"),
    "pyqtgraph": tr_noop("MIT"),
    "numpy": tr_noop("BSD"),
    "contourpy": tr_noop("BSD"),
    "msgspec": tr_noop("BSD"),
    "av": tr_noop("BSD; its wheels hold FFmpeg with x264 under the GPL"),
    "click": tr_noop("BSD"),
    "rich": tr_noop("MIT"),
    "platformdirs": tr_noop("MIT"),
    "tomlkit": tr_noop("MIT"),
}

_POINTER_HELP = (
    (tr_noop("Drag the start"), tr_noop("moves it; with Shift along its contour, and onto an axis near one")),
    (
        tr_noop("Drag the ring on the short axis"),
        tr_noop("condition number and rotation; with Shift 1, 10, 100 and steps of 15°"),
    ),
    (tr_noop("Drag the rate, in Edge"), tr_noop("the learning rate")),
    (tr_noop("Double click on the start or the ring"), tr_noop("type its value")),
    (tr_noop("Wheel; drag elsewhere"), tr_noop("zoom; pan")),
)
"""Pointer actions on the picture and what they change."""


def keys_dialog(actions: Iterable[Action], parent: QWidget) -> QDialog:
    """Return a dialog that lists every action with a key, by menu, and the pointer actions."""
    rows: dict[str, list[str]] = {}
    for action in actions:
        if action.keys:
            keys = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in action.keys)
            menu = translated(MENUS[action.menu]).replace("&", "") if action.menu else tr("Anywhere")
            rows.setdefault(menu, []).append(_row(keys, translated(action.text)))
    rows[tr("On the picture")] = [_row(translated(action), translated(effect)) for action, effect in _POINTER_HELP]
    heading = "<tr><th colspan='2' align='left' style='font-weight:600; padding-top:12px'>{}</th></tr>"
    sections = (heading.format(escape(menu)) + "".join(lines) for menu, lines in rows.items())
    # One table, so that its columns are the same in every section.
    return _dialog(tr("Keys"), f"<table cellspacing='4'>{''.join(sections)}</table>", parent)


def about_dialog(parent: QWidget) -> QDialog:
    """Return a dialog with the versions and licenses of Thalweg and its dependencies."""
    rows = [
        f"<tr><td style='padding-right:24px'>{name}</td><td style='padding-right:24px'>{_version(name)}</td>"
        f"<td>{escape(translated(license_))}</td></tr>"
        for name, license_ in _LICENSES.items()
    ]
    summary = tr(
        "Thalweg {version} shows why training a neural network takes so long. MIT license.", version=program_version()
    )
    python = tr(
        "Python {version}. The fonts Inter and JetBrains Mono are under the SIL Open Font License.",
        version=platform.python_version(),
    )
    html = f"<p>{escape(summary)}</p><table cellspacing='3'>{''.join(rows)}</table><p>{escape(python)}</p>"
    return _dialog(tr("About Thalweg"), html, parent)


def _row(left: str, right: str) -> str:
    cell = f"<td style='padding-right:32px; font-weight:600'>{escape(left)}</td>"
    return f"<tr>{cell}<td>{escape(right)}</td></tr>"


def _version(name: str) -> str:
    # Imported here because the window starts faster without it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _dialog(title: str, html: str, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QLabel(html)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    label.setMargin(16)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(label)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    ScreenFit(dialog, QSize(label.sizeHint().width() + 64, min(label.sizeHint().height() + 96, 640)))
    return dialog
