"""Exports from the window have the same bytes as from the command line, and are written atomically."""

import av
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from short_films import short_plan

from gui.export.formats import NUMBERED
from gui.export.plan import ALL_FORMATS, Plan
from gui.export.still import picture
from gui.window import exporter


@pytest.fixture
def exports(window):
    return window._exporter


def on_screen(window):
    """Return an image of the picture in the window."""
    stage = window.panel.stage
    image = QImage(stage.view.width, stage.view.height, QImage.Format.Format_RGB32)
    stage.render(image)
    return image


@pytest.fixture
def short_films(monkeypatch):
    """Shorten films to four frames."""
    monkeypatch.setattr(exporter, "Plan", short_plan(20, 0.2))


def click(window, text):
    """Click the only button of the note."""
    (button,) = [each for each in window._note.findChildren(QPushButton) if each.isVisible()]
    assert button.text() == text
    button.click()


def message(window):
    return window._note.text


@pytest.mark.parametrize(
    ("options", "values"),
    [
        ((), {}),
        (("--theme", "dark", "--type", "hall"), {"condition_number": 33.5, "rotation": 20}),
        (("--theme", "projector"), {"learning_rate": 0.21, "optimizers": "gradient_descent"}),
    ],
)
def test_the_window_and_the_command_line_export_the_same_picture(
    window, wait_for_run, set_to, thalweg, tmp_path, options, values
):
    if values:
        set_to(**values)
    given = dict(zip(options[::2], options[1::2], strict=True))
    window.set_theme(given.get("--theme", "light"))
    window.set_type_size(given.get("--type", "desk"))
    wait_for_run()
    window.go_last()
    window.export_to(str(tmp_path / "window.png"))
    sets = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    code, _, err = thalweg("render", "conditioning/zigzag", *sets, *options, "-o", tmp_path / "line.png")
    assert (code, err) == (0, "")
    assert (tmp_path / "window.png").read_bytes() == (tmp_path / "line.png").read_bytes()


def test_the_picture_on_screen_is_exported(window, exports, tmp_path):
    window.panel.timeline.seek_step(4)
    window.export_to(str(tmp_path / "four.png"))
    window.panel.timeline.seek_step(5)
    window.export_to(str(tmp_path / "five.png"))
    four, five = QImage(str(tmp_path / "four.png")), QImage(str(tmp_path / "five.png"))
    assert (four.width(), four.height()) == (1920, 1080)
    assert four != five
    assert window._note.isVisible()
    assert "five.png" in message(window)


def test_a_ghost_is_exported_as_on_screen(window, set_to, wait_for_run, tmp_path):
    window.toggle_ghost()
    set_to(condition_number=4, start="random")
    wait_for_run()
    before = window.panel.on_screen
    pictures = {}
    for name in ("kept", "removed"):
        window.export_to(str(tmp_path / f"{name}.png"))
        now = window.panel.on_screen
        pictures[name] = on_screen(window), picture(now.factory, now.result, now.view, now.position)
        window.toggle_ghost()
    assert before.view.ghost is not None
    for screen, exported in pictures.values():
        assert screen == exported
    assert pictures["kept"][0] != pictures["removed"][0]
    assert (tmp_path / "kept.png").read_bytes() != (tmp_path / "removed.png").read_bytes()


def test_each_experiment_keeps_its_own_ghost(window, wait_for_run):
    first = window.panel.lane.result
    window.toggle_ghost()
    window.open_experiment(3)  # the law has no path to keep
    wait_for_run()
    assert window.panel.view.ghost is None
    window.toggle_ghost()
    assert not window.has_ghost
    window.open_experiment(0)
    wait_for_run()
    assert window.panel.stage.view.ghost is first


def test_a_film_is_exported_while_the_window_is_used(window, exports, short_films, qtbot, tmp_path):
    window.export_to(str(tmp_path / "film.mp4"))
    assert "film.mp4" in message(window)
    assert not (tmp_path / "film.mp4").exists()
    window.panel.timeline.seek_step(3)
    qtbot.waitUntil(lambda: exports._job is None)
    with av.open(str(tmp_path / "film.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 1920, 1080)
        assert len(list(container.decode(stream))) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    assert message(window).startswith("Saved")
    assert window.panel.timeline.position == 3


@pytest.mark.parametrize("name", ["a.csv", "a.png", "a.mp4"])
def test_a_replaced_hard_link_is_told_beside_the_saved_file(window, exports, short_films, qtbot, tmp_path, name):
    target = tmp_path / name
    target.write_bytes(b"old")
    (tmp_path / "other").hardlink_to(target)
    for told in ("; its other names (hard links) keep the old file.", ""):
        window.export_to(str(target))
        qtbot.waitUntil(lambda: exports._job is None)
        assert message(window) == f"Saved {name}{told}"
    assert (tmp_path / "other").read_bytes() == b"old"


def test_a_cancelled_film_keeps_the_old_file_and_another_can_be_exported(window, exports, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "film.mp4"
    target.write_bytes(b"old")
    window.export_to(str(target))
    qtbot.waitUntil(lambda: window._note.done > 0)
    window.export_to(str(tmp_path / "second.mp4"))
    assert "One film at a time" in window.panel.transport.status.text()
    click(window, "Cancel")
    assert exports._job is None
    assert "cancelled" in message(window)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    monkeypatch.setattr(exporter, "Plan", short_plan(10, 0.2))
    window.export_to(str(target))
    qtbot.waitUntil(lambda: exports._job is None)
    assert target.read_bytes() != b"old"


@pytest.mark.parametrize("name", ["missing/picture.png", "missing/film.mp4"])
def test_a_missing_folder_is_reported(window, exports, qtbot, tmp_path, name):
    window.export_to(str(tmp_path / name))
    qtbot.waitUntil(lambda: exports._job is None)
    assert "there is no folder" in message(window)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_suffix_is_refused_with_a_list_of_the_known_ones(window, exports, tmp_path):
    window.export_to(str(tmp_path / "picture.bmp"))
    assert ".png" in message(window)
    assert ".mp4" in message(window)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [".csv", ".png", ".mp4"])
def test_the_suffix_overrides_the_selected_format(window, exports, tmp_path, kind):
    exports.export(window.panel.on_screen, tmp_path / "picture.svg", Plan(window.panel.scene, ALL_FORMATS[kind]))
    assert (tmp_path / "picture.svg").read_bytes().startswith(b"<?xml")
    exports.export(window.panel.on_screen, tmp_path / "talk.v2", Plan(window.panel.scene, ALL_FORMATS[kind]))
    assert "talk.v2: the name must end in" in message(window)
    assert [path.name for path in tmp_path.iterdir()] == ["picture.svg"]


def test_a_folder_of_pictures_may_have_any_name(window, exports, qtbot, tmp_path):
    plan = short_plan(5, 0.8)(window.panel.scene, NUMBERED, width=320, height=180)
    exports.export(window.panel.on_screen, tmp_path / "talk.v2", plan)
    qtbot.waitUntil(lambda: exports._job is None)
    assert len(list((tmp_path / "talk.v2").iterdir())) == 4


def test_a_stage_that_fails_ends_the_film_with_a_message(window, exports, qtbot, tmp_path, monkeypatch, caplog):
    def broken(*_arguments, **_options):
        yield from ()
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(exporter, "film", broken)
    window.export_to(str(tmp_path / "film.mp4"))
    qtbot.waitUntil(lambda: exports._job is None)
    assert "was not exported" in message(window)
    assert "a bug of ours" in caplog.text
