"""The scene file that is open in the window: changes are marked, saved, and never lost without a question."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.scene import Scene
from core.scene_file import SceneFile, with_ids
from core.scene_reading import load
from core.scene_writing import write
from gui.session.document import Document
from gui.session.recovery import Recovery
from gui.window.main_window import MainWindow

FIRST = Scene(title="Ten steps", target="conditioning/zigzag")
SECOND = Scene(title="Thirty", target="conditioning/zigzag", params={"condition_number": 30.0})


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "talk.toml"
    text = write(SceneFile(title="Talk", scenes=with_ids([FIRST, SECOND])), tmp_path)
    path.write_bytes(b"# for Tuesday\n" + text)
    return path


@pytest.fixture
def opened(window, talk, wait_for_run):
    window.load_scenes(str(talk))
    wait_for_run()
    return window


@pytest.fixture
def kappas(talk):
    """Return the condition numbers of the scenes in the file."""
    return lambda: [scene.full_params().condition_number for scene in load(talk).scenes]


def answer(window, words):
    """Click a button of the question that is open."""
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    next(button for button in box.buttons() if button.text() == words).click()


def questions(window):
    return [each for each in window.findChildren(QMessageBox) if each.isVisible()]


def test_playing_is_no_change_and_a_parameter_is(opened, set_to):
    opened.panel.timeline.seek(1.0)
    opened.step(1)
    opened.go_last()
    assert not opened.isWindowModified()
    set_to(condition_number=20)
    assert opened.isWindowModified()
    opened.undo()
    assert not opened.isWindowModified()
    opened.set_theme("dark")
    assert opened.isWindowModified()


def test_another_experiment_is_no_change(opened, wait_for_run):
    opened.open_experiment(1)
    opened.change_obstacle(1)
    wait_for_run()
    assert not opened.isWindowModified()
    opened.change_obstacle(-1)
    wait_for_run()


def test_saving_writes_the_changes_of_all_scenes_and_keeps_comments(opened, set_to, wait_for_run, kappas, talk):
    set_to(condition_number=20)
    opened.change_scene(1)
    assert opened.panel.params.condition_number == 30
    set_to(condition_number=40)
    opened.change_scene(-1)
    assert opened.panel.params.condition_number == 20
    assert opened.isWindowModified()
    opened.save_scenes()
    wait_for_run()
    assert kappas() == [20, 40]
    assert talk.read_text().startswith("# for Tuesday")
    assert not opened.isWindowModified()
    assert opened._note.text == "Saved talk.toml"


def test_a_picture_is_added_as_a_scene(opened, set_to, kappas):
    set_to(condition_number=50)
    opened.add_scene()
    assert "Added as scene 2 of 3." in opened.panel.transport.status.text()
    opened.save_scenes()
    assert kappas() == [10, 50, 30]


def test_a_new_lecture_grows_picture_by_picture(window, set_to, tmp_path, kappas, talk):
    talk.unlink()
    assert window.windowTitle() == "Thalweg"
    for kappa in (5, 6):
        set_to(condition_number=kappa)
        window.add_scene()
    assert window.windowTitle() == "Untitled[*] – Thalweg"
    assert window.isWindowModified()
    window.save_scenes()
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    dialog.fileSelected.emit(str(talk))
    dialog.reject()
    assert kappas() == [5, 6]
    assert window.windowTitle() == "talk.toml[*] – Thalweg"
    window.new_scenes()
    assert window.windowTitle() == "Thalweg"


@pytest.mark.parametrize(
    ("words", "closes", "wanted"), [("Save", True, 20), ("Do not save", True, 10), ("Cancel", False, 10)]
)
def test_closing_asks_once_about_changes(opened, set_to, kappas, wait_for_run, words, closes, wanted):
    set_to(condition_number=20)
    wait_for_run()
    assert not opened.close()
    assert not opened.close()
    assert len(questions(opened)) == 1
    answer(opened, words)
    assert opened.isVisible() is not closes
    assert kappas()[0] == wanted


@pytest.mark.parametrize("way", ["close", "reject"])
def test_a_question_that_is_closed_is_cancelled_and_asked_again(opened, set_to, wait_for_run, way):
    set_to(condition_number=20)
    wait_for_run()
    for _ in range(2):
        assert not opened.close()
        (box,) = questions(opened)
        getattr(box, way)()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened.isVisible()
    assert opened.isWindowModified()
    opened.close()
    answer(opened, "Do not save")
    assert not opened.isVisible()


def test_without_changes_closing_asks_nothing(opened):
    assert opened.close()


def test_an_unnamed_lecture_is_saved_and_then_closed(window, talk, kappas):
    window.add_scene()
    window.close()
    answer(window, "Save")
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    dialog.fileSelected.emit(str(talk))
    assert not window.isVisible()
    assert kappas() == [10]


def test_opening_another_file_asks_about_changes(opened, set_to, talk, tmp_path, wait_for_run):
    other = tmp_path / "other.toml"
    other.write_bytes(write(SceneFile(scenes=with_ids([SECOND])), tmp_path))
    set_to(condition_number=20)
    opened.load_scenes(str(other))
    answer(opened, "Cancel")
    assert opened.windowTitle().startswith("talk.toml")
    opened.load_scenes(str(other))
    answer(opened, "Do not save")
    wait_for_run()
    assert opened.windowTitle().startswith("other.toml")
    assert opened.panel.params.condition_number == 30


@pytest.mark.parametrize(("words", "wanted"), [("Replace it", [20, 30]), ("Cancel", [30])])
def test_a_file_that_something_else_has_changed_is_not_replaced_unasked(opened, set_to, kappas, talk, words, wanted):
    talk.write_bytes(write(SceneFile(scenes=with_ids([SECOND])), talk.parent))
    set_to(condition_number=20)
    opened.save_scenes()
    assert kappas() == [30]
    answer(opened, words)
    assert kappas() == wanted
    assert opened.isWindowModified() is (words == "Cancel")


def test_changes_that_cannot_be_written_stay(opened, set_to, talk):
    set_to(condition_number=20)
    talk.unlink()
    talk.mkdir()
    opened.save_scenes()
    assert "it is a folder" in opened._note.text
    assert opened.isWindowModified()


def test_a_film_and_changes_are_both_asked_about(opened, set_to, wait_for_run, tmp_path, qtbot):
    set_to(condition_number=20)
    wait_for_run()
    opened.export_to(str(tmp_path / "film.mp4"))
    opened.close()
    answer(opened, "Stop the export and close")
    assert opened.isVisible()
    answer(opened, "Do not save")
    assert not opened.isVisible()


def test_recent_files_are_listed_and_remembered(qtbot, tmp_path, talk):
    settings, other = tmp_path / "settings.json", tmp_path / "gone.toml"
    other.write_bytes(talk.read_bytes())
    for run in range(2):
        window = MainWindow("conditioning/zigzag", settings)
        window.show()
        qtbot.waitUntil(lambda window=window: window.panel.lane.request == 0)
        if run == 0:
            for path in (talk, other, talk):
                window.load_scenes(str(path))
            other.unlink()
        else:
            window.scenes_menu.aboutToShow.emit()
            entries = window._recent_menu.actions()
            assert [entry.text() for entry in entries] == ["talk.toml", "gone.toml"]
            entries[1].trigger()
            (box,) = questions(window)
            box.reject()
            assert window.recent_files == [str(talk)]
            entries[0].trigger()
            assert window.windowTitle() == "talk.toml[*] – Thalweg"
        qtbot.waitUntil(lambda window=window: window.panel.lane.request == 0)
        window.close_without_asking()
        window.deleteLater()


def test_the_menu_offers_the_commands(window):
    keys = {action.text(): action.shortcut().toString() for action in window.findChildren(QAction)}
    wanted = {"New": "Ctrl+N", "Add this picture": "Ctrl+D", "Save scenes": "Ctrl+S", "Save scenes as…": "Ctrl+Shift+S"}
    assert wanted.items() <= keys.items()


@pytest.fixture
def left(tmp_path):
    """A folder with changes that a dead process has left."""
    folder = tmp_path / "unsaved"
    recovery = Recovery(folder)
    recovery.keep(Document(file=SceneFile(scenes=with_ids([SECOND]))))
    del recovery
    return folder


def test_changes_are_kept_until_they_are_saved(opened, set_to, tmp_path):
    folder = tmp_path / "unsaved"
    opened.keep_changes_in(Recovery(folder))
    set_to(condition_number=20)
    assert opened._keeping.isActive()
    opened._keeping.timeout.emit()
    assert len(list(folder.glob("*.json"))) == 1
    opened.save_scenes()
    opened._keeping.timeout.emit()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("given_up", [True, False])
def test_changes_stay_kept_where_the_window_is_closed_unasked(opened, set_to, tmp_path, given_up):
    folder = tmp_path / "unsaved"
    opened.keep_changes_in(Recovery(folder))
    set_to(condition_number=20)
    if given_up:
        opened.close()
        answer(opened, "Do not save")
    else:  # the system ends the session
        opened.close_without_asking()
    assert not opened.isVisible()
    assert len(list(folder.glob("*.json"))) == (0 if given_up else 1)


@pytest.mark.parametrize("words", ["Open them", "Delete them", "Later"])
def test_changes_that_a_dead_process_has_left_are_offered(window, wait_for_run, left, words):
    window.keep_changes_in(Recovery(left))
    answer(window, words)
    wait_for_run()
    opens = words == "Open them"
    assert window.windowTitle() == ("Untitled[*] – Thalweg" if opens else "Thalweg")
    assert (window.isWindowModified(), window.panel.params.condition_number) == (opens, 30 if opens else 10)
    assert len(list(left.glob("*.json"))) == (0 if words == "Delete them" else 1)
    later = Recovery(left).abandoned()
    assert (later is not None) is (words == "Later")
