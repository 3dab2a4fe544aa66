"""Films of every format read back: frames, times, size, transparency; and no files after one that ends early."""

import resource
import threading
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtGui import QColor, QImage, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from core.files import FileError
from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from gui.export.film import film, frame_range, supported_view
from gui.export.formats import APNG, FORMATS, GIF, MP4, NUMBERED, PNG, SVG, WEBM, WEBP, suffix_of
from gui.export.still import picture, png
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.session.timeline import Schedule, frame_positions
from gui.stages import STAGES
from gui.style.theme import LIGHT

FILMS = [form for form in FORMATS.values() if form.film]
LOSSLESS = [APNG, WEBP, NUMBERED]
SMALL, VISIBLE = View(160, 90), View(640, 360)


class Steps(Stage):
    """A bar as wide as the position, and nothing else."""

    def _build(self):
        self.bar = self.add(QGraphicsRectItem())
        self.bar.setPen(QPen(QColor(0, 0, 0, 0)))
        self.bar.setBrush(QColor("#2E56D9"))

    def _arrange(self, view, picture):
        pass

    def _load(self, result, *, grown):
        pass

    def _move(self, result, position):
        self.bar.setRect(0, 20, self.view.width * position / result.length, 40)


@pytest.fixture(scope="module")
def result():
    return run_to_end(CONDITIONING.experiment("zigzag").run(CONDITIONING.params(condition_number=4.0)))


def write(result, folder, form, factory=Steps, view=SMALL, fps=30, duration=1.0, **options):
    """Write a film and return its path."""
    target = folder / f"film{form.suffix if form is not NUMBERED else ''}"
    for _ in film(factory, result, view, target, fps, duration, form=form, **options):
        pass
    return target


def read_film(target, form):
    """All frames of a film as RGBA, and the seconds at which they appear, followed by the film's end."""
    frames, times, now = [], [], 0.0
    if form is NUMBERED:
        files = sorted(target.iterdir())
        return [np.asarray(Image.open(file).convert("RGBA")) for file in files], None
    with Image.open(target) as image:
        for frame in ImageSequence.Iterator(image):
            frames.append(np.asarray(frame.convert("RGBA")))
            times.append(now)
            now += float(frame.info["duration"]) / 1000
    if form is APNG:  # Pillow blends half transparent pixels differently
        with av.open(str(target)) as container:
            frames = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    return frames, [*times, now]


def pixels(image):
    """An image as RGBA."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def expected_frames(result, factory, view, fps, duration):
    """The frames that a film should show, and the seconds at which each first appears."""
    stage = factory(view)
    schedule = stage.schedule(result, duration)
    stage.close()
    every = list(frame_positions(schedule, fps))
    changes = [i for i in range(len(every)) if not i or every[i] != every[i - 1]]
    return [pixels(picture(factory, result, view, every[i])) for i in changes], [i / fps for i in changes]


@pytest.mark.parametrize("fps", [30, 29.97])
def test_a_webm_has_the_expected_frames_times_and_colors(result, tmp_path, fps):
    target = write(result, tmp_path, WEBM, fps=fps, duration=1.0, view=View(159, 90))
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.width, context.height, context.pix_fmt) == ("vp9", 160, 90, "yuv420p")
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        times = [float(frame.pts * stream.time_base) for frame in container.decode(stream)]
    assert times == pytest.approx([i / fps for i in range(30)], abs=1e-3)  # WebM counts milliseconds


@pytest.mark.parametrize("form", [APNG, WEBP])
@pytest.mark.parametrize("fps", [30, 29.97, 60])
def test_every_frame_is_kept_and_appears_on_time(result, tmp_path, form, fps):
    frames, times = read_film(write(result, tmp_path, form, fps=fps), form)
    expected, moments = expected_frames(result, Steps, SMALL, fps, 1.0)
    count = round(1.0 * fps)
    assert times[: len(moments)] == pytest.approx(moments, abs=1.1e-3)  # WebP counts milliseconds
    assert times[-1] == pytest.approx(count / fps, abs=1.1e-3)
    for shown, still in zip(frames, expected, strict=False):
        assert np.array_equal(shown, still)
    for rest in frames[len(expected) :]:
        assert np.array_equal(rest, expected[-1])


@pytest.mark.parametrize(("fps", "rate"), [(60, 50), (50, 50), (30, 25), (24, 25), (15, 20), (12.5, 10), (1, 1)])
def test_a_gif_has_a_supported_rate_and_its_times(result, tmp_path, fps, rate):
    assert GIF.nearest_rate(fps) == rate
    duration = 2.0
    _, times = read_film(write(result, tmp_path, GIF, fps=fps, duration=duration), GIF)
    _, moments = expected_frames(result, Steps, SMALL, rate, duration)
    assert times[: len(moments)] == pytest.approx(moments, abs=1e-6)
    assert times[-1] == pytest.approx(duration, abs=1e-6)


def test_the_palette_of_a_gif_fits_the_film(result, tmp_path):
    view = View(960, 540)
    factory = STAGES["conditioning/zigzag"]
    frames, _ = read_film(write(result, tmp_path, GIF, factory, view, fps=10, duration=1.0), GIF)
    for shown, position in ((frames[0], 0.0), (frames[-1], float(result.length))):
        still = pixels(picture(factory, result, view, position))
        off = np.abs(shown.astype(int) - still)
        assert off.mean() < 1
        assert off.max() < 64
        background = np.array(QColor(LIGHT.background).getRgb())
        assert np.abs(shown[5, 5].astype(int) - background).max() <= 1


def test_numbered_pngs_equal_the_stills(result, tmp_path):
    target = write(result, tmp_path, NUMBERED, fps=10)
    schedule = Steps(SMALL).schedule(result, 1.0)
    stills = [png(picture(Steps, result, SMALL, position)) for position in frame_positions(schedule, 10)]
    assert {file.name: file.read_bytes() for file in target.iterdir()} == {
        f"{k:06}.png": still for k, still in enumerate(stills, start=1)
    }


@pytest.mark.parametrize("form", LOSSLESS)
@pytest.mark.parametrize("address", STAGES)
def test_a_transparent_background_stays_transparent_from_picture_to_picture(address, form, tmp_path, result_at):
    run = result_at(address)
    view = View(320, 180, transparent=True)
    frames, _ = read_film(write(run, tmp_path, form, STAGES[address], view, fps=8, duration=1.5), form)
    for shown, position in ((frames[0], 0.0), (frames[-1], float(run.length))):
        still = pixels(picture(STAGES[address], run, view, position))
        assert still[1, 1, 3] == 0
        assert (still[..., 3] == 255).mean() > 0.01
        assert np.array_equal(shown[..., 3], still[..., 3])
        seen = still[..., 3] > 0
        assert np.array_equal(shown[seen], still[seen])


@pytest.mark.parametrize("form", [form for form in FILMS if not form.transparent])
def test_what_cannot_be_transparent_keeps_its_background(form):
    assert not supported_view(View(160, 90, transparent=True), form).transparent


@pytest.mark.parametrize("form", LOSSLESS)
def test_an_ordinary_film_is_opaque(result, tmp_path, form):
    frames, _ = read_film(write(result, tmp_path, form, fps=5), form)
    assert all((shown[..., 3] == 255).all() for shown in frames)


@pytest.mark.parametrize("form", FILMS)
def test_a_film_may_have_one_frame(result, tmp_path, form):
    target = write(result, tmp_path, form, fps=10, duration=0.1)
    if form in (MP4, WEBM):
        with av.open(str(target)) as container:
            assert len(list(container.decode(video=0))) == 1
    elif form is NUMBERED:
        assert len(list(target.iterdir())) == 1
    else:
        with Image.open(target) as image:
            assert (image.size, getattr(image, "n_frames", 1)) == ((160, 90), 1)


@pytest.mark.parametrize("form", [GIF, APNG, WEBP])
def test_a_frame_may_be_held_for_minutes(result, tmp_path, form):
    class Held(Steps):
        def schedule(self, result, duration):
            schedule = Schedule(1, duration)
            schedule.position = lambda time: 0.0 if time < 3 else 1.0
            return schedule

    _, times = read_film(write(result, tmp_path, form, Held, fps=1, duration=700), form)
    assert times[1] == pytest.approx(3)
    assert times[-1] == pytest.approx(700)


@pytest.mark.parametrize("form", FILMS)
def test_every_format_gives_the_same_bytes_twice(result, tmp_path, form):
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        target = write(result, tmp_path / name, form, STAGES["conditioning/zigzag"], View(320, 180), fps=10)
        files = sorted(target.iterdir()) if form is NUMBERED else [target]
        contents.append([file.read_bytes() for file in files])
    assert contents[0] == contents[1]


@pytest.mark.parametrize("form", FILMS)
@pytest.mark.parametrize("steps", [1, 20, 90])
def test_a_cancelled_film_of_any_format_leaves_no_file(result, tmp_path, form, steps):
    running = film(STAGES["conditioning/zigzag"], result, VISIBLE, tmp_path / "film", 60, 4.0, form=form)
    for _ in range(steps):
        next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []
    assert "encoder" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("span", "numbers"),
    [
        (None, range(80)),
        ((0, 8), range(80)),
        ((1.0, 2.5), range(10, 25)),
        ((7.95, 8.0), range(79, 80)),
        ((3.0, 3.01), range(30, 31)),
    ],
)
def test_a_span_of_seconds_gives_a_range_of_frames(span, numbers):
    assert frame_range(80, Fraction(10), span) == numbers


@pytest.mark.parametrize("form", [NUMBERED, GIF])
def test_a_span_shows_the_same_frames_as_the_whole_film(result, tmp_path, form):
    for name in ("whole", "part"):
        (tmp_path / name).mkdir()
    whole, times = read_film(write(result, tmp_path / "whole", NUMBERED, fps=10, duration=2.0), NUMBERED)
    part, times = read_film(write(result, tmp_path / "part", form, fps=10, duration=2.0, span=(0.5, 1.2)), form)
    if form is NUMBERED:
        assert [shown.tobytes() for shown in part] == [shown.tobytes() for shown in whole[5:12]]
    else:
        assert times[-1] == pytest.approx(0.7)
        assert np.abs(part[0].astype(int) - whole[5]).max() <= 16


def test_a_folder_that_holds_something_is_refused(result, tmp_path):
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "note").write_text("mine")
    with pytest.raises(FileError, match="film cannot be written: the folder is not empty"):
        write(result, tmp_path, NUMBERED)
    assert [file.name for file in (tmp_path / "film").iterdir()] == ["note"]
    assert [file.name for file in tmp_path.iterdir()] == ["film"]


@pytest.mark.parametrize(
    ("target", "suffix"),
    [("a.PNG", ".png"), ("a/", "/"), ("a.gif/", "/"), ("a.b.WebP", ".webp"), ("a", ""), ("a/b.svg", ".svg")],
)
def test_the_suffix_of_a_target_is_found(target, suffix):
    assert suffix_of(target) == suffix


def test_only_formats_with_even_sizes_change_an_odd_size(result):
    odd = View(159, 91)
    assert {form for form in FILMS if supported_view(odd, form) != odd} == {MP4, WEBM}
    assert not PNG.film
    assert not SVG.even


@pytest.mark.parametrize("form", FILMS)
def test_a_full_disk_is_reported_for_every_format(result, tmp_path, form):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limits[1]))
    try:
        with pytest.raises(FileError, match="cannot be written: the file would be larger"):
            write(result, tmp_path, form, STAGES["conditioning/zigzag"], VISIBLE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
