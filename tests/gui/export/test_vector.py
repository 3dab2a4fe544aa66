"""SVG and PDF: everything is drawn as vectors, text stays text, and curves are clipped to their plots."""

import re
import zlib
from contextlib import closing
from xml.etree import ElementTree

import pypdfium2
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from core import params
from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from gui.export.formats import PDF, PNG, SVG
from gui.export.still import content, paint, save_still
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DARK, HALL

DESK, LECTURE = View(1280, 720), View(960, 540, theme=DARK, type_size=HALL)
NAMESPACE = "{http://www.w3.org/2000/svg}"


def result_of(key, **values):
    chosen = params.make(CONDITIONING.params, {name: str(value) for name, value in values.items()})
    return run_to_end(CONDITIONING.experiment(key).run(chosen))


def str_of(param):
    return f"{param[0]} {param[1].theme.name}"


@pytest.fixture(scope="module", params=[(address, view) for address in STAGES for view in (DESK, LECTURE)], ids=str_of)
def shown(request, result_at):
    """A stage, its result, and the position half-way, where items overlap."""
    address, view = request.param
    result = result_at(address)
    stage = STAGES[address](view)
    yield stage, result, result.length / 2
    stage.close()


def elements(svg):
    """Every element of an SVG with its offset and the rectangle that clips it, its transforms being translations."""
    root = ElementTree.fromstring(svg)
    clips = {clip.get("id"): rectangle(clip[0].get("d")) for clip in root.iter(f"{NAMESPACE}clipPath")}

    def walk(element, x, y, clip):
        if matrix := re.fullmatch(r"matrix\(1,0,0,1,(.+),(.+)\)", element.get("transform", "")):
            x, y = x + float(matrix[1]), y + float(matrix[2])
        if named := element.get("clip-path"):
            clip = clips[named.removeprefix("url(#").removesuffix(")")]
        yield element, x, y, clip
        for child in element:
            yield from walk(child, x, y, clip)

    return [found for child in root if child.tag == f"{NAMESPACE}g" for found in walk(child, 0, 0, None)]


def rectangle(outline):
    numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", outline)]
    left, top = min(numbers[::2]), min(numbers[1::2])
    # QRectF.contains is false for a rectangle without area, such as that of a line.
    return QRectF(left, top, max(numbers[::2]) - left + 1e-3, max(numbers[1::2]) - top + 1e-3)


def without_spaces(text):
    return "".join(text.split())


def test_an_svg_has_the_view_s_size_in_pixels(shown):
    stage, result, position = shown
    root = ElementTree.fromstring(content(stage, result, position, SVG))
    size = (stage.view.width, stage.view.height)
    assert (root.get("width"), root.get("height")) == tuple(map(str, size))
    assert root.get("viewBox") == "0 0 {} {}".format(*size)
    assert root.findtext(f"{NAMESPACE}title") == stage.title.text
    assert root.findtext(f"{NAMESPACE}desc") == stage.caption.text


def test_every_text_of_the_picture_is_text_in_an_svg(shown):
    stage, result, position = shown
    found = [element for element, *_ in elements(content(stage, result, position, SVG)) if element.tag.endswith("text")]
    joined = without_spaces("".join(element.text for element in found))
    assert {element.get("font-family") for element in found} <= {"Inter, sans-serif", "JetBrains Mono, monospace"}
    assert all(float(element.get("textLength")) > 0 for element in found)
    # Else a browser without the font only spaces the letters closer, and digits overlap.
    assert {element.get("lengthAdjust") for element in found} == {"spacingAndGlyphs"}
    for text in stage.texts():
        assert without_spaces(text.text) in joined, text


def test_no_file_contains_a_bitmap(shown):
    stage, result, position = shown
    assert "image" not in {
        element.tag.removeprefix(NAMESPACE) for element, *_ in elements(content(stage, result, 0, SVG))
    }
    assert not re.search(rb"/Subtype\s*/Image\b", content(stage, result, position, PDF))


def test_no_text_is_outside_its_clip_rectangle(shown):
    stage, result, position = shown
    for element, x, y, clip in elements(content(stage, result, position, SVG)):
        if element.tag == f"{NAMESPACE}text":
            x, y = x + float(element.get("x")), y + float(element.get("y"))
            assert clip is None or clip.contains(x, y), element.text


def test_a_path_that_leaves_its_plot_is_clipped():
    result, stage = result_of("zigzag", learning_rate=0.21), STAGES["conditioning/zigzag"](DESK)
    found = elements(content(stage, result, result.length, SVG))
    stage.close()
    picture = QRectF(0, 0, DESK.width, DESK.height)
    far = [
        (element, clip)
        for element, x, y, clip in found
        if element.tag in {f"{NAMESPACE}path", f"{NAMESPACE}polyline"}
        and not picture.contains(rectangle(element.get("d") or element.get("points")).translated(x, y))
    ]
    assert far
    for _, clip in far:
        assert picture.adjusted(0, 0, 1, 1).contains(clip)
        assert clip.width() < 0.8 * picture.width()


@pytest.mark.parametrize("year", [1971, 1992, 2021])
def test_dots_after_the_position_are_not_in_the_file(year, result_at):
    result, stage = result_at("serial/curves"), STAGES["serial/curves"](DESK)
    svg = content(stage, result, year - 1971.0, SVG).decode()
    stage.close()
    for name in result.series:
        # Disc markers are circles; of all other elements only markers are scaled.
        color = stage.view.theme.series[name].stroke.lower()
        found = re.findall(rf'fill="{color}"[^>]*(?:transform="matrix\((?!1,)|>\s*<circle)', svg)
        assert len(found) == sum(int(each) <= year for each, _ in result.series[name]), name


def streams(pdf):
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    inflated = []
    for stream in found:
        try:
            # A decompressobj accepts a stream whose last byte was taken for an end of line.
            inflated.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            inflated.append(stream)
    return inflated


def test_a_pdf_is_one_page_of_the_view_s_size(shown):
    stage, result, position = shown
    pdf = content(stage, result, position, PDF)
    assert pdf.startswith(b"%PDF-1.")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[([^]]*)\]", pdf)[1]
    assert [float(number) for number in box.split()] == [0, 0, stage.view.width * 0.75, stage.view.height * 0.75]
    assert any(re.search(rb"\bW\*? n\b", stream) for stream in streams(pdf))


def test_every_letter_of_a_pdf_is_in_a_character_map(shown):
    stage, result, position = shown
    mapped = set()
    for stream in streams(content(stage, result, position, PDF)):
        if b"begincmap" in stream:
            mapped |= {chr(int(code, 16)) for code in re.findall(rb"<([0-9A-Fa-f]{4})>", stream)}
    letters = {letter for text in stage.texts() for letter in text.text if not letter.isspace()}
    assert letters <= mapped


def test_a_reader_finds_the_sentences_of_a_pdf(shown):
    stage, result, position = shown
    with closing(pypdfium2.PdfDocument(content(stage, result, position, PDF))) as document:
        found = without_spaces(document[0].get_textpage().get_text_range())
    for label in (stage.title, stage.caption, stage.caveat):
        assert without_spaces(label.text) in found


def test_vector_export_does_not_change_the_picture(shown):
    stage, result, position = shown
    before = paint(stage, result, position)
    for form in (SVG, PDF):
        content(stage, result, position, form)
    assert paint(stage, result, position) == before


def test_the_same_picture_gives_the_same_svg(shown):
    stage, result, position = shown
    assert content(stage, result, position, SVG) == content(stage, result, position, SVG)


@pytest.mark.parametrize("form", [SVG, PDF])
def test_twenty_thousand_steps_stay_below_2_mb(form):
    result = result_of("zigzag", condition_number=10_000, learning_rate="inverse_lipschitz")
    assert max(len(path) for path in result.path.values()) >= 20_000
    stage = STAGES["conditioning/zigzag"](DESK)
    size = len(content(stage, result, result.length, form))
    stage.close()
    assert size < 2_000_000


def test_a_transparent_background_is_left_out(tmp_path):
    result, clear = result_of("zigzag"), View(640, 360, transparent=True)
    for form in (PNG, SVG, PDF):
        for view in (View(640, 360), clear):
            name = f"{'clear' if view.transparent else 'full'}{form.suffix}"
            save_still(STAGES["conditioning/zigzag"], result, view, tmp_path / name, 3.0, form)
    full, empty = QImage(str(tmp_path / "full.png")), QImage(str(tmp_path / "clear.png"))
    assert (full.hasAlphaChannel(), empty.hasAlphaChannel()) == (False, True)
    assert (empty.pixelColor(2, 2).alpha(), empty.pixelColor(100, 100).alpha()) == (0, 255)
    assert empty.pixelColor(100, 100) == full.pixelColor(100, 100)
    first = {name: elements((tmp_path / f"{name}.svg").read_bytes()) for name in ("full", "clear")}
    whole = {"x": "0", "y": "0", "width": "640", "height": "360"}
    assert {name: any(element.attrib == whole for element, *_ in found) for name, found in first.items()} == {
        "full": True,
        "clear": False,
    }
    assert (tmp_path / "clear.pdf").stat().st_size < (tmp_path / "full.pdf").stat().st_size


def test_program_text_is_monospaced_in_an_svg(result_at):
    result = result_at("serial/loop")
    stage = STAGES["serial/loop"](DESK)
    found = [each for each, *_ in elements(content(stage, result, result.length, SVG)) if each.tag.endswith("text")]
    code = [each for each in found if each.get("font-family") == "JetBrains Mono, monospace"]
    stage.close()
    assert [each.text.strip() for each in code] == [
        "for step in range(3_000_000):",
        "slope = gradient(x)",
        "x = x - rate * slope",
    ]
    per_letter = [float(each.get("textLength")) / len(each.text.strip()) for each in code]
    assert per_letter == pytest.approx([0.6 * float(code[0].get("font-size"))] * 3, rel=0.01)


def test_a_pdf_has_the_same_bytes_at_every_export(result_at, qtbot):
    result = result_at("conditioning/zigzag")
    contents = []
    for _ in range(2):
        stage = STAGES["conditioning/zigzag"](DESK)
        contents.append(content(stage, result, result.length, PDF))
        stage.close()
        qtbot.wait(1100)  # the times in the file are of whole seconds
    assert contents[0] == contents[1]
    with closing(pypdfium2.PdfDocument(contents[0])) as document:
        entries = document.get_metadata_dict()
    assert (entries["Creator"], entries["CreationDate"], entries["ModDate"]) == ("Thalweg", "", "")
    assert b"Date=" not in contents[0]
