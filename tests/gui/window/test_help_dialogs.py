"""The sheets: every key there is, and every version."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from core.document import program_version
from gui.window.actions import ACTIONS
from gui.window.help_dialogs import _PARTS, _POINTER, about_sheet, help_sheet


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def rows(sheet):
    """The rows of a sheet: lists of their cells without the markup."""
    text = sheet.findChild(QLabel).text()
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", text)]
    return [[re.sub("&amp;", "&", cell) for cell in row] for row in cells]


def test_the_help_lists_every_action_that_has_a_key_with_all_its_keys(parent):
    form = QKeySequence.SequenceFormat.NativeText
    wanted = [
        [", ".join(QKeySequence(key).toString(form) for key in action.keys), action.text]
        for action in ACTIONS
        if action.keys
    ]
    wanted += [list(row) for row in _POINTER]
    assert sorted(rows(help_sheet(ACTIONS, parent))) == sorted(wanted)
    assert len(wanted) > 30


def test_the_help_leaves_out_what_has_no_key(parent):
    listed = [row[1] for row in rows(help_sheet(ACTIONS, parent))]
    assert not {action.text for action in ACTIONS if not action.keys} & set(listed)


def test_the_about_sheet_lists_the_installed_version_and_a_license_of_every_part(parent):
    sheet = about_sheet(parent)
    listed = {row[0]: row[1:] for row in rows(sheet)}
    assert list(listed) == list(_PARTS)
    for name, (version, license_) in listed.items():
        assert version == metadata.version(name)
        assert license_
    assert program_version() in sheet.findChild(QLabel).text()


def test_everything_that_a_user_installs_is_told_of():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert needed <= {name.lower() for name in _PARTS}


def test_a_part_that_is_not_installed_has_a_dash(parent, monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert {row[1] for row in rows(about_sheet(parent))} == {"–"}
