"""The sentences about what the system lacks."""

import os
import subprocess
import sys

import pytest

from gui.platform import diagnostics

FATAL = "This application failed to start because no Qt platform plugin could be initialized.\n\nAvailable are: xcb."


def loads_all_except(*names: str) -> diagnostics.CanLoad:
    return lambda name: name not in names


def missing_library(name: str) -> ImportError:
    return ImportError(f"{name}: cannot open shared object file: No such file or directory")


def test_the_table_has_each_library_once_and_only_known_uses():
    names = [library.name for library in diagnostics.libraries()]
    assert len(names) == len(set(names)) > 20
    assert {library.use for library in diagnostics.libraries()} == {"pictures", "x11", "wayland"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the table is about Linux")
def test_can_load_tries_the_system_loader():
    assert diagnostics.can_load("libc.so.6")
    assert not diagnostics.can_load("libthalweg-of-nowhere.so.1")


def test_an_import_error_names_the_package_of_the_library_and_all_missing_ones_for_pictures():
    sentence = diagnostics.explain_import_error(
        missing_library("libEGL.so.1"), loads_all_except("libEGL.so.1", "libdbus-1.so.3")
    )
    assert sentence is not None
    assert "libEGL.so.1 cannot be loaded" in sentence
    assert "package libegl1 " in sentence
    assert sentence.endswith("sudo apt-get install libegl1 libdbus-1-3")


def test_a_package_with_two_missing_libraries_is_named_once():
    error = missing_library("libgthread-2.0.so.0")
    sentence = diagnostics.explain_import_error(error, loads_all_except("libgthread-2.0.so.0", "libglib-2.0.so.0"))
    assert sentence is not None
    assert sentence.endswith("sudo apt-get install libglib2.0-0")


def test_a_library_outside_the_table_is_named_without_a_package():
    sentence = diagnostics.explain_import_error(missing_library("libodd.so.3"))
    assert sentence == ("The system library libodd.so.3 cannot be loaded; install the package that provides it.")


def test_a_library_error_is_found_as_the_cause_of_another_error():
    wrapped = RuntimeError("no binding could be imported")
    wrapped.__context__ = missing_library("libGL.so.1")
    assert "libgl1" in (diagnostics.explain_import_error(wrapped) or "")


@pytest.mark.parametrize("message", ["No module named 'gui.nothing'", "cannot import name 'frozen' from 'core.arrays'"])
def test_other_import_errors_are_not_explained(message):
    assert diagnostics.explain_import_error(ImportError(message)) is None


@pytest.mark.parametrize(
    ("environ", "platform", "explained"),
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
def test_a_missing_display_is_explained_only_where_a_window_needs_one(environ, platform, explained):
    sentence = diagnostics.explain_missing_display(environ, platform)
    assert (sentence is not None) is explained
    assert sentence is None or "DISPLAY" in sentence


def test_a_window_that_fails_names_exactly_the_missing_libraries():
    sentence = diagnostics.explain_qt_fatal(
        FATAL, {"DISPLAY": ":0"}, loads_all_except("libxcb-cursor.so.0", "libxcb-icccm.so.4")
    )
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
def test_only_libraries_of_the_display_in_use_are_named(environ, absent, named):
    assert (absent in diagnostics.explain_qt_fatal(FATAL, environ, loads_all_except(absent))) is named


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DISPLAY": ":77"}, "on the display :77"),
        ({"WAYLAND_DISPLAY": "wayland-9"}, "on the display wayland-9"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "QT_QPA_PLATFORM=nonsense"),
        ({}, "There is no display"),
    ],
)
def test_a_window_that_fails_with_all_libraries_names_the_other_cause(environ, words):
    assert words in diagnostics.explain_qt_fatal(FATAL, environ, loads_all_except())


def test_other_fatal_messages_of_qt_are_passed_on_as_one_line():
    assert diagnostics.explain_qt_fatal("Out of\n  handles") == "Qt had to stop: Out of handles"


def test_the_sentence_about_the_font_names_the_font_and_its_folder():
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


def test_a_fatal_error_of_qt_prints_one_sentence_and_exits_with_code_1():
    done = start("nonsense")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "gui.qt WARNING heard",
        "Qt cannot open a window with QT_QPA_PLATFORM=nonsense; unset it to let Qt choose.",
    ]


def test_warnings_of_qt_are_logged_and_the_exit_code_is_0():
    done = start("offscreen")
    assert (done.returncode, done.stderr) == (0, "gui.qt WARNING heard\n")


def test_a_lost_display_is_reported_in_one_line():
    program = """
import logging
from gui.platform.diagnostics import install_fatal_handler
logging.getLogger().addHandler(logging.NullHandler())
install_fatal_handler()
from PySide6.QtCore import qCritical
qCritical("The X11 connection broke (error 1). Did the X11 server die?")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == "The connection to the display broke, so the window is closed.\n"
