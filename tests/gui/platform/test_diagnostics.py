"""What is said where the machine lacks something."""

import os
import subprocess
import sys

import pytest

from gui.platform import diagnostics

FATAL = "This application failed to start because no Qt platform plugin could be initialized.\n\nAvailable are: xcb."


def lacks(*names: str) -> diagnostics.Loads:
    return lambda name: name not in names


def missing_library(name: str) -> ImportError:
    return ImportError(f"{name}: cannot open shared object file: No such file or directory")


def test_the_table_names_each_library_once_and_only_known_uses():
    names = [library.name for library in diagnostics.libraries()]
    assert len(names) == len(set(names)) > 20
    assert {library.use for library in diagnostics.libraries()} == {"pictures", "x11", "wayland"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the table is about Linux")
def test_the_loader_is_asked_and_not_the_package_manager():
    assert diagnostics.can_load("libc.so.6")
    assert not diagnostics.can_load("libthalweg-of-nowhere.so.1")


def test_an_import_error_for_a_library_names_its_package_and_all_that_pictures_miss():
    sentence = diagnostics.explain_import_error(missing_library("libEGL.so.1"), lacks("libEGL.so.1", "libdbus-1.so.3"))
    assert sentence is not None
    assert "libEGL.so.1 cannot be loaded" in sentence
    assert "package libegl1 " in sentence
    assert sentence.endswith("sudo apt-get install libegl1 libdbus-1-3")


def test_the_library_of_the_error_is_named_once_although_two_of_its_package_miss():
    error = missing_library("libgthread-2.0.so.0")
    sentence = diagnostics.explain_import_error(error, lacks("libgthread-2.0.so.0", "libglib-2.0.so.0"))
    assert sentence is not None
    assert sentence.endswith("sudo apt-get install libglib2.0-0")


def test_a_library_outside_the_table_is_named_without_a_guess_at_its_package():
    sentence = diagnostics.explain_import_error(missing_library("libodd.so.3"))
    assert sentence == ("The system library libodd.so.3 cannot be loaded; install the package that provides it.")


def test_the_cause_is_found_behind_the_error_of_a_package_that_wraps_it():
    wrapped = RuntimeError("no binding could be imported")
    wrapped.__context__ = missing_library("libGL.so.1")
    assert "libgl1" in (diagnostics.explain_import_error(wrapped) or "")


@pytest.mark.parametrize("message", ["No module named 'gui.nothing'", "cannot import name 'frozen' from 'core.arrays'"])
def test_other_import_errors_are_left_alone(message):
    assert diagnostics.explain_import_error(ImportError(message)) is None


@pytest.mark.parametrize(
    ("environ", "platform", "said"),
    [
        ({}, "linux", True),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "wayland-egl"}, "linux", True),
        ({"DISPLAY": ":0"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", False),
        ({}, "darwin", False),
        ({}, "win32", False),
    ],
)
def test_a_missing_display_is_told_only_where_a_window_needs_one(environ, platform, said):
    sentence = diagnostics.explain_missing_display(environ, platform)
    assert (sentence is not None) is said
    assert sentence is None or "DISPLAY" in sentence


def test_a_window_that_fails_names_exactly_the_libraries_that_miss():
    sentence = diagnostics.explain_qt_fatal(FATAL, {"DISPLAY": ":0"}, lacks("libxcb-cursor.so.0", "libxcb-icccm.so.4"))
    assert "because libxcb-cursor.so.0, libxcb-icccm.so.4 cannot be loaded" in sentence
    assert sentence.endswith("sudo apt-get install libxcb-cursor0 libxcb-icccm4")


@pytest.mark.parametrize(
    ("environ", "absent", "named"),
    [
        ({"DISPLAY": ":0"}, "libwayland-cursor.so.0", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "libwayland-cursor.so.0", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "libxcb-cursor.so.0", False),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "libxcb-cursor.so.0", True),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "libwayland-cursor.so.0", False),
    ],
)
def test_only_the_libraries_of_the_session_s_kind_of_display_are_named(environ, absent, named):
    assert (absent in diagnostics.explain_qt_fatal(FATAL, environ, lacks(absent))) is named


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DISPLAY": ":77"}, "on the display :77"),
        ({"WAYLAND_DISPLAY": "wayland-9"}, "on the display wayland-9"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "QT_QPA_PLATFORM=nonsense"),
        ({}, "There is no display"),
    ],
)
def test_a_window_that_fails_with_every_library_there_says_what_else_it_is(environ, words):
    assert words in diagnostics.explain_qt_fatal(FATAL, environ, lacks())


def test_other_last_words_of_qt_are_passed_on_as_one_line():
    assert diagnostics.explain_qt_fatal("Out of\n  handles") == "Qt had to stop: Out of handles"


def test_the_sentence_for_the_font_says_which_and_where():
    sentence = diagnostics.explain_missing_font("Inter")
    assert "font Inter" in sentence
    assert "fonts" in sentence


START = """
import logging, sys
from gui.platform.diagnostics import install_fatal_handler
logging.basicConfig(level=logging.WARNING, format="%(name)s %(levelname)s %(message)s")
install_fatal_handler()
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
qWarning("heard")
application = QApplication([])
"""


def start(platform: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environ["QT_QPA_PLATFORM"] = platform
    return subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, env=environ, timeout=60)


def test_qt_ends_with_one_sentence_and_exit_code_1_in_place_of_an_abort():
    done = start("nonsense")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "gui.qt WARNING heard",
        "Qt cannot open a window with QT_QPA_PLATFORM=nonsense; unset it to let Qt choose.",
    ]


def test_where_qt_starts_its_warnings_are_logged_and_the_exit_is_clean():
    done = start("offscreen")
    assert (done.returncode, done.stderr) == (0, "gui.qt WARNING heard\n")
