"""MP4 films read back: frames, size, colors and times; and the files left by a film that ends early."""

import os
import resource
import subprocess
import sys
import threading
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from core.files import FileError
from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from gui.export.film import FilmProgress, even_size, exact_rate, film
from gui.export.formats import MP4, WEBM
from gui.export.still import picture
from gui.export.streams import Video
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.session.timeline import frame_positions
from gui.stages import STAGES
from gui.style.theme import LIGHT

SMALL, VISIBLE = View(160, 90), View(640, 360)
COLORS = [LIGHT.background, LIGHT.ink, LIGHT.alarm, *(style.stroke for style in LIGHT.series.values())]


class Stripes(Stage):
    """The colors of the theme in stripes 64 pixels wide, and a bar as wide as the position; counts its renderings."""

    rendered = 0

    def _build(self):
        self.bars = [self.add(QGraphicsRectItem()) for _ in (*COLORS, "bar")]
        for bar, color in zip(self.bars, (*COLORS, "#000000"), strict=True):
            bar.setPen(QPen(QColor(0, 0, 0, 0)))
            bar.setBrush(QColor(color))
            bar.setZValue(1000)

    def _arrange(self, view, picture):
        for i, bar in enumerate(self.bars[:-1]):
            bar.setRect(64 * i, 40, 64, 100)

    def _load(self, result, *, grown):
        Stripes.rendered = 0

    def _move(self, result, position):
        self.bars[-1].setRect(0, 10, self.view.width * position / result.length, 20)

    def render(self, image):
        Stripes.rendered += 1
        super().render(image)


class Broken(Stripes):
    def _move(self, result, position):
        if position > 1:
            raise ZeroDivisionError
        super()._move(result, position)


@pytest.fixture(scope="module")
def result():
    return run_to_end(CONDITIONING.experiment("zigzag").run(CONDITIONING.params(condition_number=4.0)))


def write(result, path, factory=Stripes, view=SMALL, fps=30, duration=1.0):
    return list(film(factory, result, view, path, fps, duration))


def decoded(path):
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def rgb(frame):
    """The RGB colors of a frame, from BT.709 in the range 16 to 235."""
    planes = []
    for plane, divisor in zip(frame.planes, (1, 2, 2), strict=True):
        rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        planes.append(np.kron(rows.astype(float), np.ones((divisor, divisor))))
    y, u, v = (planes[0] - 16) / 219, (planes[1] - 128) / 224, (planes[2] - 128) / 224
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    return 255 * np.stack([red, (y - 0.2126 * red - 0.0722 * blue) / 0.7152, blue], axis=-1)


def leftovers(folder, *expected):
    return {path.name for path in folder.iterdir()} - set(expected)


@pytest.fixture
def encoders():
    """A function that returns the names of the encoding threads that still run."""
    return lambda: [thread.name for thread in threading.enumerate() if thread.name == "encoder"]


@pytest.mark.parametrize(
    ("fps", "duration", "rate", "count"),
    [(30, 1.0, Fraction(30), 30), (29.97, 2.0, Fraction(30000, 1001), 60), (12.5, 1.0, Fraction(25, 2), 12)],
)
def test_a_film_has_the_expected_frames_and_times(result, tmp_path, fps, duration, rate, count):
    write(result, tmp_path / "film.mp4", fps=fps, duration=duration)
    with av.open(str(tmp_path / "film.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 160, 90)
        assert (stream.average_rate, stream.frames, stream.codec_context.pix_fmt) == (rate, count, "yuv420p")
        assert stream.duration * stream.time_base == count / rate
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
    assert times == [i / rate for i in range(count)]


def test_colors_are_tagged_as_they_are_converted(result, tmp_path):
    write(result, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as container:
        context = container.streams.video[0].codec_context
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
    assert tags == (1, 1, 1, 1)


def test_flat_colors_are_off_by_two_at_most(result, tmp_path):
    write(result, tmp_path / "film.mp4", view=View(64 * len(COLORS), 160))
    for frame in (decoded(tmp_path / "film.mp4")[i] for i in (0, -1)):
        for i, color in enumerate(COLORS):
            flat = rgb(frame)[60:120, 64 * i + 20 : 64 * i + 44]
            assert np.abs(flat.mean(axis=(0, 1)) - QColor(color).getRgb()[:3]).max() <= 2, color


@pytest.mark.parametrize("address", STAGES)
def test_first_and_last_frame_are_those_of_the_stage(address, tmp_path, result_at):
    result = result_at(address)
    write(result, tmp_path / "film.mp4", STAGES[address], VISIBLE, duration=0.5)
    frames = decoded(tmp_path / "film.mp4")
    for frame, position in ((frames[0], 0.0), (frames[-1], float(result.length))):
        image = picture(STAGES[address], result, VISIBLE, position)
        expected = np.frombuffer(image.constBits(), np.uint8).reshape(360, 640, 4)[..., 2::-1]
        assert np.abs(rgb(frame).mean(axis=-1) - expected.mean(axis=-1)).mean() < 2


def test_the_index_precedes_the_frames(result, tmp_path):
    write(result, tmp_path / "film.mp4")
    content = (tmp_path / "film.mp4").read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_there_is_a_key_frame_every_second(result, tmp_path):
    write(result, tmp_path / "film.mp4", duration=4.0)
    keys = [frame.time for frame in decoded(tmp_path / "film.mp4") if frame.key_frame]
    assert keys[0] == 0
    assert max(np.diff([*keys, 4.0])) <= 1.001


def test_the_same_film_gives_the_same_bytes(result, tmp_path):
    for name in ("one.mp4", "two.mp4"):
        write(result, tmp_path / name, STAGES["conditioning/zigzag"], VISIBLE, duration=0.5)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_odd_sizes_are_rounded_up(result, tmp_path):
    assert even_size(View(159, 91)) == View(160, 92)
    write(result, tmp_path / "film.mp4", view=View(159, 91), duration=0.2)
    frame = decoded(tmp_path / "film.mp4")[0]
    assert (frame.width, frame.height) == (160, 92)


@pytest.mark.parametrize(
    ("fps", "rate"),
    [
        (60, 60),
        (1, 1),
        (240, 240),
        (12.5, Fraction(25, 2)),
        (23.976, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        (59.94, Fraction(60000, 1001)),
        (59.94005994, Fraction(60000, 1001)),
    ],
)
def test_a_rounded_rate_gives_the_exact_rate(fps, rate):
    assert exact_rate(fps) == rate


def test_a_held_frame_is_rendered_once(result, tmp_path):
    write(result, tmp_path / "film.mp4", duration=4.0)
    schedule = Stripes(SMALL).schedule(result, 4.0)
    shown = list(frame_positions(schedule, 30))
    changes = 1 + sum(before != after for before, after in pairwise(shown))
    assert Stripes.rendered == changes < len(decoded(tmp_path / "film.mp4")) == 120


def test_no_step_renders_more_than_one_frame_and_progress_grows(result, tmp_path):
    before, done = 0, []
    for progress in film(Stripes, result, SMALL, tmp_path / "film.mp4", 30, 1.0):
        assert Stripes.rendered - before <= 1
        before = Stripes.rendered
        done.append(progress.done)
    assert done == sorted(done)
    assert progress == FilmProgress(30, 30)
    assert progress.fraction == 1


@pytest.mark.parametrize("steps", [0, 1, 7, 31])
def test_a_cancelled_film_leaves_the_old_file_and_no_thread(result, tmp_path, encoders, steps):
    target = tmp_path / "film.mp4"
    target.write_bytes(b"old")
    running = film(Stripes, result, SMALL, target, 30, 1.0)
    for _ in range(steps):
        next(running)
    running.close()
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path, "film.mp4") == set()
    assert encoders() == []


def test_a_stage_that_fails_ends_the_film(result, tmp_path, encoders):
    with pytest.raises(ZeroDivisionError):
        write(result, tmp_path / "film.mp4", Broken)
    assert leftovers(tmp_path) == set()
    assert encoders() == []


@pytest.mark.parametrize("failing", ["converted", "write", "repeat", "finish"])
def test_an_error_in_an_encoding_thread_ends_the_film(result, tmp_path, encoders, monkeypatch, failing):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(Video, failing, fail)
    with pytest.raises(ZeroDivisionError):
        write(result, tmp_path / "film.mp4", fps=30, duration=4.0)
    assert leftovers(tmp_path) == set()
    assert encoders() == []


def test_a_full_disk_is_reported_and_leaves_the_old_file(result, tmp_path, encoders):
    target = tmp_path / "film.mp4"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(FileError, match=r"film\.mp4 cannot be written: the file would be larger"):
            write(result, target, STAGES["conditioning/zigzag"], VISIBLE, duration=2.0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path, "film.mp4") == set()
    assert encoders() == []


@pytest.mark.skipif(sys.platform != "linux", reason="uses an option of glibc to fill memory")
@pytest.mark.parametrize("form", [MP4, WEBM])
def test_a_film_does_not_depend_on_uninitialized_memory(tmp_path, form):
    contents = []
    for fill in ("85", "170"):
        target = tmp_path / f"{fill}{form.suffix}"
        words = ["render", "conditioning/zigzag", "--set", "condition_number=4", "-o", str(target)]
        size = ["--size", "640x360", "--fps", "10", "--duration", "1"]
        filled = {"MALLOC_PERTURB_": fill, "MALLOC_MMAP_THRESHOLD_": str(2**30)}
        subprocess.run([sys.executable, "-m", "gui", *words, *size], check=True, env=os.environ | filled, timeout=60)
        contents.append(target.read_bytes())
    assert contents[0] == contents[1]
