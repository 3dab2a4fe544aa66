"""A file is shown in its folder, by the file manager where it can select it."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusError, QDBusPendingCall

from gui.platform import file_manager
from gui.platform.file_manager import FileManager


class Bus:
    """A session bus whose answer is given."""

    def __init__(self, answer=None):
        self.messages, self._answer = [], answer

    def isConnected(self):  # noqa: N802  Qt's name
        return self._answer is not None

    def asyncCall(self, message, _timeout):  # noqa: N802
        self.messages.append(message)
        return self._answer(message)


def refuse(message):
    return QDBusPendingCall.fromError(QDBusError(message.createErrorReply("org.example.Missing", "no such service")))


def accept(message):
    return QDBusPendingCall.fromCompletedCall(message.createReply())


@pytest.fixture
def show(monkeypatch, qtbot, tmp_path):
    """Return a function that shows a file with a bus; it returns the folders that were opened, and the failures."""

    def run(bus, *, opens=True):
        folders, failures = [], []
        monkeypatch.setattr(file_manager.QDBusConnection, "sessionBus", lambda: bus)
        monkeypatch.setattr(
            file_manager.QDesktopServices, "openUrl", lambda url: folders.append(url.toLocalFile()) or opens
        )
        parent = QObject()
        manager = FileManager(parent)
        manager.failed.connect(failures.append)
        manager.show(tmp_path / "a b.png")
        qtbot.wait(0)
        qtbot.waitUntil(lambda: not manager.children())
        return folders, failures

    return run


def test_the_file_manager_selects_the_file(show, tmp_path):
    bus = Bus(accept)
    assert show(bus) == ([], [])
    (message,) = bus.messages
    assert (message.service(), message.member()) == ("org.freedesktop.FileManager1", "ShowItems")
    assert message.arguments() == [[f"file://{tmp_path}/a%20b.png"], ""]


@pytest.mark.parametrize("bus", [Bus(), Bus(refuse)], ids=["no bus", "no file manager on it"])
def test_else_the_folder_is_opened(show, tmp_path, bus):
    assert show(bus) == ([str(tmp_path)], [])


def test_where_no_program_opens_folders_a_sentence_says_where_the_file_is(show, tmp_path):
    _, failures = show(Bus(), opens=False)
    assert failures == [f"No program here opens folders. The file is {tmp_path / 'a b.png'}."]
