"""An SVG with outlines: no text, no font, and letters where the text had them."""

from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.export.formats import SVG, FormatOptions
from gui.export.still import content
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DARK, FAMILY, HALL

DESK, LECTURE = View(1280, 720), View(960, 540, theme=DARK, type_size=HALL)
OUTLINES = FormatOptions(text="outlines")
NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=[(address, view) for address in STAGES for view in (DESK, LECTURE)])
def files(request, result_at):
    """The texts of a stage, and its SVG with text and with outlines."""
    address, view = request.param
    stage, result = STAGES[address](view), result_at(address)
    made = [content(stage, result, result.length / 2, SVG, options) for options in (FormatOptions(), OUTLINES)]
    texts = [text.text for text in stage.texts()]
    stage.close()
    return texts, *made


def ink(svg, view):
    """How much each pixel of an SVG differs from the background, from 0 to 255."""
    image = QImage(view.width, view.height, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    # Qt takes a list of families for the name of one.
    named = svg.replace(b"Inter, sans-serif", b"Inter").replace(b"JetBrains Mono, monospace", b"JetBrains Mono")
    with QPainter(image) as painter:
        QSvgRenderer(QByteArray(named)).render(painter)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(view.height, image.bytesPerLine())
    return pixels[:, : view.width].astype(int)


def test_every_text_is_a_path_that_keeps_its_words(files):
    texts, _, outlined = files
    root = ElementTree.fromstring(outlined)
    assert list(root.iter(f"{NAMESPACE}text")) == []
    assert b"font" not in outlined
    labels = "".join(element.get("aria-label", "") for element in root.iter(f"{NAMESPACE}path"))
    joined = "".join(labels.split())
    for text in texts:
        assert "".join(text.split()) in joined


def test_outlines_change_nothing_but_the_texts(files):
    _, plain, outlined = files

    def others(svg):
        elements = ElementTree.fromstring(svg).iter()
        return [
            (element.tag, element.get("d"), element.get("points"), element.get("transform"))
            for element in elements
            if not element.tag.endswith("text") and not element.get("aria-label")
        ]

    assert others(outlined) == others(plain)


@pytest.fixture
def plain_font(qapp):
    """Take hinting and features from the application's font, with which Qt draws the texts of an SVG."""
    before = qapp.font()
    font = QFont(FAMILY)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    qapp.setFont(font)
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("plain_font")
@pytest.mark.parametrize("view", [DESK, LECTURE], ids=["desk", "hall"])
@pytest.mark.parametrize("address", ["conditioning/zigzag", "serial/loop"])  # italics; program text
def test_outlines_are_drawn_where_the_text_is_drawn(address, view, result_at):
    stage, result = STAGES[address](view), result_at(address)
    plain, outlined = (
        ink(content(stage, result, result.length, SVG, options), view) for options in (FormatOptions(), OUTLINES)
    )
    without = ElementTree.fromstring(content(stage, result, result.length, SVG, OUTLINES))
    for parent in list(without.iter()):
        for child in [child for child in parent if child.get("aria-label")]:
            parent.remove(child)
    rest = ink(ElementTree.tostring(without), view)
    stage.close()
    letters = np.abs(plain - rest).sum()
    assert letters > 100_000
    # What is left are the edges of small letters, whose contrast Qt corrects.
    assert np.abs(plain - outlined).sum() < 0.25 * letters


def test_the_command_writes_outlines(thalweg, tmp_path):
    path = tmp_path / "zigzag.svg"
    options = ("--size", "640x360", "--text", "outlines")
    assert thalweg("render", "conditioning/zigzag", *options, "-o", path) == (0, f"{path}\n", "")
    assert b"<text" not in path.read_bytes()
    assert b"aria-label" in path.read_bytes()


def test_outlines_are_the_same_at_every_export(result_at):
    result = result_at("conditioning/zigzag")
    contents = []
    for view in (DESK, LECTURE, DESK):
        stage = STAGES["conditioning/zigzag"](view)
        contents.append(content(stage, result, result.length, SVG, OUTLINES))
        stage.close()
    assert contents[0] == contents[2]
