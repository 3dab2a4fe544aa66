"""A transparent WebM: VP9 with alpha, read by libvpx, since FFmpeg's own decoder drops the alpha."""

import av
import numpy as np
import pytest
from av.codec import CodecContext
from PySide6.QtGui import QImage

from gui.export.film import film
from gui.export.formats import WEBM
from gui.export.still import picture
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DARK, LIGHT


def write(address, result, path, view, fps=5, duration=1.0):
    for _ in film(STAGES[address], result, view, path, fps, duration, form=WEBM):
        pass


def decoded(path):
    """The frames of a film with their alpha, and the tags of its stream."""
    decoder = CodecContext.create("libvpx-vp9", "r")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        frames = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
        return frames, dict(stream.metadata)


def rgba(frame):
    return frame.to_ndarray(format="rgba", src_colorspace="ITU709", src_color_range="MPEG").astype(int)


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def over(image, gray):
    """The colors of an RGBA image over a gray background."""
    alpha = image[..., 3:] / 255
    return image[..., :3] * alpha + gray * (1 - alpha)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("address", STAGES)
def test_first_and_last_frame_look_like_the_stills_on_every_background(address, theme, tmp_path, result_at):
    result, view = result_at(address), View(640, 360, theme, transparent=True)
    write(address, result, tmp_path / "film.webm", view)
    frames, _ = decoded(tmp_path / "film.webm")
    for frame, position in ((frames[0], 0.0), (frames[-1], float(result.length))):
        assert frame.format.name == "yuva420p"
        shown, still = rgba(frame), pixels(picture(STAGES[address], result, view, position))
        assert (shown[1, 1, 3], still[1, 1, 3]) == (0, 0)
        assert np.abs(shown[..., 3] - still[..., 3]).mean() < 0.5
        assert (shown[..., 3] == 255).mean() == pytest.approx((still[..., 3] == 255).mean(), abs=0.02)
        for gray in (0, 255):
            assert np.abs(over(shown, gray) - over(still, gray)).mean() < 2


def test_a_transparent_film_has_every_frame_and_says_that_it_has_alpha(tmp_path, result_at):
    result = result_at("conditioning/zigzag")
    write("conditioning/zigzag", result, tmp_path / "film.webm", View(639, 360, transparent=True), fps=10)
    frames, tags = decoded(tmp_path / "film.webm")
    assert [(frame.width, frame.height) for frame in frames] == [(640, 360)] * 10
    assert tags["alpha_mode"] == "1"
    assert {(frame.colorspace, frame.color_range) for frame in frames} == {(1, 1)}


def test_an_ordinary_film_has_no_alpha(tmp_path, result_at):
    write("conditioning/zigzag", result_at("conditioning/zigzag"), tmp_path / "film.webm", View(640, 360))
    frames, tags = decoded(tmp_path / "film.webm")
    assert {frame.format.name for frame in frames} == {"yuv420p"}
    assert "alpha_mode" not in tags


def test_the_same_transparent_film_gives_the_same_bytes(tmp_path, result_at):
    result = result_at("conditioning/zigzag")
    contents = []
    for name in ("one.webm", "two.webm"):
        write("conditioning/zigzag", result, tmp_path / name, View(640, 360, transparent=True))
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_the_command_writes_a_transparent_webm(thalweg, tmp_path):
    path = tmp_path / "film.webm"
    options = ("--size", "640x360", "--fps", "5", "--duration", "0.4", "--transparent")
    assert thalweg("render", "conditioning/zigzag", *options, "-o", path) == (0, f"{path}\n", "")
    assert [rgba(frame)[1, 1, 3] for frame in decoded(path)[0]] == [0, 0]
