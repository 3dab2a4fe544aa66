"""The quality of an MP4: time, bytes and picture quality of the settings."""

import re

import av
import numpy as np
import pytest

from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from gui.export.film import film
from gui.export.formats import MP4, FormatOptions
from gui.export.options import QUALITIES
from gui.export.still import picture
from gui.picture.view import View
from gui.session.timeline import frame_positions
from gui.stages import STAGES

VIEW, FPS, DURATION = View(640, 360), 20, 6.0
FACTORY = STAGES["conditioning/zigzag"]


@pytest.fixture(scope="module")
def result():
    return run_to_end(CONDITIONING.experiment("zigzag").run(CONDITIONING.params()))


@pytest.fixture(scope="module")
def films(result, tmp_path_factory):
    """A film of each quality."""
    paths = {each: tmp_path_factory.mktemp("films") / f"{each}.mp4" for each in QUALITIES}
    for each, path in paths.items():
        options = FormatOptions(quality=each)
        for _ in film(FACTORY, result, VIEW, path, FPS, DURATION, form=MP4, options=options):
            pass
    return paths


def decoded(path):
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def settings(path):
    """The settings that x264 writes into a film."""
    return dict(re.findall(r"(\w+)=(\S+)", re.search(rb"x264 - core.*?\0", path.read_bytes())[0][:-1].decode()))


@pytest.mark.parametrize(
    ("quality", "crf", "subme", "key_frames"),
    [("fast", "22.0", "1", 20), ("standard", "18.0", "2", 20), ("small", "20.0", "7", 100)],
)
def test_x264_uses_the_settings_of_the_quality(films, quality, crf, subme, key_frames):
    found = settings(films[quality])
    assert (found["crf"], found["subme"], found["keyint"]) == (crf, subme, str(key_frames))
    assert found["threads"] == "2"  # whatever the machine has, as the bytes depend on it
    keys = [number for number, frame in enumerate(decoded(films[quality])) if frame.key_frame]
    assert keys[0] == 0
    assert max(np.diff([*keys, FPS * DURATION])) <= key_frames


def test_small_films_are_smaller_and_fast_ones_larger(films):
    sizes = {quality: path.stat().st_size for quality, path in films.items()}
    assert sizes["small"] < 0.7 * sizes["standard"]
    assert sizes["standard"] < sizes["fast"]


def test_every_quality_has_the_same_frames_about_equally_well(films, result):
    stage = FACTORY(VIEW)
    positions = list(frame_positions(stage.schedule(result, DURATION), FPS))
    stage.close()
    errors = {quality: [] for quality in QUALITIES}
    frames = {quality: decoded(path) for quality, path in films.items()}
    assert {len(each) for each in frames.values()} == {len(positions)}
    for number in range(0, len(positions), 7):
        image = picture(FACTORY, result, VIEW, positions[number])
        painted = np.frombuffer(image.constBits(), np.uint8).reshape(360, 640, 4)[..., :3]
        for quality in QUALITIES:
            shown = frames[quality][number].to_ndarray(format="bgr24", src_colorspace="ITU709")
            errors[quality].append(((shown.astype(float) - painted) ** 2).mean())
    standard = np.mean(errors["standard"])
    for quality in QUALITIES:
        assert np.mean(errors[quality]) < 1.3 * standard, quality


def test_the_command_takes_the_quality(thalweg, tmp_path):
    path = tmp_path / "film.mp4"
    options = ("--size", "640x360", "--fps", "5", "--duration", "0.4", "--quality", "small")
    assert thalweg("render", "conditioning/zigzag", *options, "-o", path) == (0, f"{path}\n", "")
    assert settings(path)["crf"] == "20.0"
