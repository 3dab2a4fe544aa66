"""The help dialogs list every key and every version."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from core.document import program_version
from gui.window.actions import ACTIONS
from gui.window.help_dialogs import _LICENSES, _POINTER_HELP, about_dialog, keys_dialog


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def rows(dialog):
    """Return the rows of a dialog, without headings: lists of their cells without markup."""
    text = dialog.findChild(QLabel).text()
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", text)]
    return [[re.sub("&amp;", "&", cell) for cell in row] for row in cells if row]


def test_the_keys_dialog_lists_every_action_that_has_a_key_with_all_its_keys(parent):
    form = QKeySequence.SequenceFormat.NativeText
    expected = [
        [", ".join(QKeySequence(key).toString(form) for key in action.keys), action.text]
        for action in ACTIONS
        if action.keys
    ]
    expected += [list(row) for row in _POINTER_HELP]
    assert sorted(rows(keys_dialog(ACTIONS, parent))) == sorted(expected)
    assert len(expected) > 30


def test_the_keys_dialog_omits_actions_without_a_key(parent):
    listed = [row[1] for row in rows(keys_dialog(ACTIONS, parent))]
    assert not {action.text for action in ACTIONS if not action.keys} & set(listed)


def test_the_about_dialog_lists_the_installed_version_and_the_license_of_every_package(parent):
    dialog = about_dialog(parent)
    listed = {row[0]: row[1:] for row in rows(dialog)}
    assert list(listed) == list(_LICENSES)
    for name, (version, license_) in listed.items():
        assert version == metadata.version(name)
        assert license_
    assert program_version() in dialog.findChild(QLabel).text()


def test_every_runtime_dependency_has_a_license():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert needed <= {name.lower() for name in _LICENSES}


def test_a_package_that_is_not_installed_has_a_dash_as_version(parent, monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert {row[1] for row in rows(about_dialog(parent))} == {"–"}
