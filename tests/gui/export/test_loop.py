"""How often a GIF, an APNG or an animated WebP plays, read from the bytes of the file and by another program."""

import struct

import pytest
from PIL import Image

from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from gui.export.film import film
from gui.export.formats import APNG, GIF, WEBP, FormatOptions
from gui.picture.view import View
from gui.stages import STAGES

NETSCAPE = b"!\xff\x0bNETSCAPE2.0\x03\x01"
COUNTS = [0, 1, 2, 3, 65_535]


@pytest.fixture(scope="module")
def result():
    return run_to_end(CONDITIONING.experiment("zigzag").run(CONDITIONING.params(condition_number=4.0)))


@pytest.fixture
def write(result, tmp_path):
    """Return a function that writes a short film and returns its path."""

    def written(form, loop=None):
        path = tmp_path / f"film{form.suffix}"
        options = FormatOptions() if loop is None else FormatOptions(loop=loop)
        view = View(320, 180)
        for _ in film(STAGES["conditioning/zigzag"], result, view, path, 5, 1.0, form=form, options=options):
            pass
        return path

    return written


def gif_repeats(content):
    """The number in the extension that holds how often a GIF repeats after its first time; None without it."""
    place = content.find(NETSCAPE)
    return None if place < 0 else struct.unpack_from("<H", content, place + len(NETSCAPE))[0]


@pytest.mark.parametrize("loop", COUNTS)
def test_a_gif_repeats_one_time_less_than_it_plays(write, loop):
    path = write(GIF, loop)
    assert gif_repeats(path.read_bytes()) == {0: 0, 1: None}.get(loop, loop - 1)
    with Image.open(path) as image:
        assert image.n_frames > 1
        assert image.info.get("loop") == {0: 0, 1: None}.get(loop, loop - 1)


@pytest.mark.parametrize("loop", COUNTS)
def test_an_apng_holds_how_often_it_plays(write, loop):
    path = write(APNG, loop)
    content = path.read_bytes()
    assert struct.unpack_from(">II", content, content.index(b"acTL") + 4)[1] == loop
    with Image.open(path) as image:
        assert (image.n_frames > 1, image.info["loop"]) == (True, loop)


@pytest.mark.parametrize("loop", COUNTS)
def test_a_webp_holds_how_often_it_plays(write, loop):
    path = write(WEBP, loop)
    content = path.read_bytes()
    # Behind the name and the length of the chunk come four bytes of a background color.
    assert struct.unpack_from("<H", content, content.index(b"ANIM") + 12)[0] == loop
    with Image.open(path) as image:
        assert (image.n_frames > 1, image.info["loop"]) == (True, loop)


@pytest.mark.parametrize("form", [GIF, APNG, WEBP])
def test_without_the_option_a_film_plays_without_end(write, form):
    assert write(form).read_bytes() == write(form, 0).read_bytes()


@pytest.mark.parametrize(("given", "loop"), [("forever", 0), ("0", 0), ("4", 4)])
def test_the_command_takes_a_number_or_forever(thalweg, tmp_path, given, loop):
    path = tmp_path / "film.webp"
    options = ("--size", "640x360", "--fps", "5", "--duration", "0.4", "--loop", given)
    assert thalweg("render", "conditioning/zigzag", *options, "-o", path) == (0, f"{path}\n", "")
    with Image.open(path) as image:
        assert image.info["loop"] == loop
