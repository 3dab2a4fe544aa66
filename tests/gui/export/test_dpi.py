"""The dots per inch of PNGs, which change no pixel."""

import struct

import pytest
from PIL import Image

from gui.export.options import DPI_RANGE

RENDER = ("render", "conditioning/zigzag", "--size", "640x360")
SEQUENCE = ("--fps", "5", "--duration", "0.4")


def dots_per_meter(path):
    content = path.read_bytes()
    return struct.unpack(">IIB", content[(start := content.index(b"pHYs") + 4) : start + 9])


@pytest.mark.parametrize("dpi", ["36", "72", "96", "150", "300.5", "1200"])
def test_a_png_has_the_dots_per_inch_and_the_same_pixels(thalweg, tmp_path, dpi):
    plain, dense = tmp_path / "plain.png", tmp_path / "dense.png"
    assert thalweg(*RENDER, "-o", plain) == (0, f"{plain}\n", "")
    assert thalweg(*RENDER, "--dpi", dpi, "-o", dense) == (0, f"{dense}\n", "")
    assert dots_per_meter(plain) == (3780, 3780, 1)
    assert dots_per_meter(dense) == (round(float(dpi) / 0.0254), round(float(dpi) / 0.0254), 1)
    with Image.open(plain) as first, Image.open(dense) as second:
        assert second.info["dpi"] == pytest.approx((float(dpi),) * 2, abs=0.013)  # a dot per meter is 0.0254 per inch
        assert first.tobytes() == second.tobytes()


def test_every_picture_of_a_sequence_has_the_dots_per_inch(thalweg, tmp_path):
    assert thalweg(*RENDER, *SEQUENCE, "--dpi", "300", "-o", f"{tmp_path}/film/")[0] == 0
    files = sorted((tmp_path / "film").iterdir())
    assert len(files) == 2
    assert {dots_per_meter(file) for file in files} == {(11811, 11811, 1)}


def test_the_range_is_the_one_in_the_help(thalweg):
    assert "from {:g} to {:g}".format(*DPI_RANGE) in " ".join(thalweg("render", "--help")[1].split())
