"""Stills: the same bytes for the same picture, written completely or not at all."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from core.files import FileError
from core.obstacles import OBSTACLES
from core.run import run_to_end
from gui.export.still import picture, png, save_png
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.stages import STAGES

ROOT = Path(__file__).parents[3]
SMALL, VISIBLE = View(160, 90), View(640, 360)


class Bar(Stage):
    """A blue bar whose width is the position."""

    def _build(self):
        self.bar = self.add(QGraphicsRectItem())
        self.bar.setPen(QPen(QColor(0, 0, 0, 0)))
        self.bar.setBrush(QColor("#2E56D9"))

    def _arrange(self, view, picture):
        self.picture = picture

    def _load(self, result, *, grown):
        pass

    def _move(self, result, position):
        self.bar.setRect(0, 20, self.view.width * position / result.length, 40)


class Broken(Bar):
    def _move(self, result, position):
        raise ZeroDivisionError


@pytest.fixture(scope="module")
def result():
    conditioning = OBSTACLES[0]
    return run_to_end(conditioning.experiment("zigzag").run(conditioning.params(condition_number=4.0)))


def test_the_same_picture_gives_the_same_bytes(result, tmp_path):
    for name in ("one.png", "two.png"):
        save_png(STAGES["conditioning/zigzag"], result, VISIBLE, tmp_path / name, 2.5)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_earlier_positions_do_not_change_the_image(result):
    factory = STAGES["conditioning/zigzag"]
    stage = factory(VISIBLE)
    for position in (4.0, 0.0, 1.5, 2.5):
        stage.show(result, position)
    image = QImage(VISIBLE.width, VISIBLE.height, QImage.Format.Format_RGB32)
    stage.render(image)
    stage.close()
    assert image == picture(factory, result, VISIBLE, 2.5)


def test_a_png_has_the_view_s_size_and_96_dots_per_inch(result, tmp_path):
    save_png(Bar, result, SMALL, tmp_path / "bar.png", 1.0)
    content = (tmp_path / "bar.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (160, 90)
    start = content.index(b"pHYs") + 4
    assert struct.unpack(">IIB", content[start : start + 9]) == (3780, 3780, 1)


def test_the_image_depends_on_the_position(result):
    image = picture(Bar, result, SMALL, result.length / 2)
    assert image.pixelColor(75, 40) == QColor("#2E56D9")
    assert image.pixelColor(85, 40) == QColor(SMALL.theme.background)


def test_a_stage_that_fails_leaves_the_old_file(result, tmp_path):
    target = tmp_path / "old.png"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        save_png(Broken, result, SMALL, target, 1.0)
    assert [path.name for path in tmp_path.iterdir()] == ["old.png"]
    assert target.read_bytes() == b"old"


def test_a_missing_folder_is_reported(result, tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        save_png(Bar, result, SMALL, tmp_path / "missing" / "bar.png", 1.0)


def test_png_keeps_every_pixel(result):
    image = picture(STAGES["conditioning/zigzag"], result, VISIBLE, 3.0)
    assert QImage.fromData(png(image)).convertToFormat(image.format()) == image


PIXEL_RATIO_2 = """
import sys
from core.run import run_to_end
from core.obstacles import OBSTACLES
from gui.platform.application import application
from gui.export.still import save_png
from gui.picture.view import View
from gui.stages import STAGES

app = application()
assert app.primaryScreen().devicePixelRatio() == 2
result = run_to_end(OBSTACLES[0].experiment("zigzag").run(OBSTACLES[0].params(condition_number=4.0)))
save_png(STAGES["conditioning/zigzag"], result, View(640, 360), sys.argv[1], 2.5)
"""


@pytest.mark.slow
def test_a_screen_of_pixel_ratio_2_changes_no_byte(result, tmp_path):
    save_png(STAGES["conditioning/zigzag"], result, VISIBLE, tmp_path / "one.png", 2.5)
    command = [sys.executable, "-c", PIXEL_RATIO_2, tmp_path / "two.png"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_SCALE_FACTOR": "2"}, timeout=60, check=True)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
