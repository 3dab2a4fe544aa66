"""TOML texts: the lines of keys, and texts that are refused before they take long."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.toml_text import MAX_BYTES, MAX_DEPTH, MAX_LINE, MAX_PARTS, TomlError, load

TEXT = b'''# a comment with [brackets] = 1
thalweg = 1
"two words" = 2

[[scene]]  # [[no]]
id = "a.b = [c]"
params = { one = 1, two = ["x", { three = 3 }] }
look.zoom = [2, 0.1,
  -4]
notes = """
[[scene]]
id = 'no' \\"""
"""
[[scene]]
1.5 = 'x'
[scene.look]
theme = """dark"""
[[scene.builds]]
at = 1
[[scene.builds]]
at = 2
[other]
last = 2026-01-01 10:00:00'''


def test_every_key_has_its_line():
    values, lines = load(TEXT)
    assert values == tomllib.loads(TEXT.decode())
    assert {place: line for place, line in lines.items() if not isinstance(place[-1], int)} == {
        ("thalweg",): 2,
        ("two words",): 3,
        ("scene",): 5,
        ("scene", 0, "id"): 6,
        ("scene", 0, "params"): 7,
        ("scene", 0, "params", "one"): 7,
        ("scene", 0, "params", "two"): 7,
        ("scene", 0, "params", "two", 1, "three"): 7,
        ("scene", 0, "look"): 8,
        ("scene", 0, "look", "zoom"): 8,
        ("scene", 0, "notes"): 10,
        ("scene", 1, "1"): 15,
        ("scene", 1, "1", "5"): 15,
        ("scene", 1, "look"): 16,
        ("scene", 1, "look", "theme"): 17,
        ("scene", 1, "builds"): 18,
        ("scene", 1, "builds", 0, "at"): 19,
        ("scene", 1, "builds", 1, "at"): 21,
        ("other",): 22,
        ("other", "last"): 23,
    }
    assert lines["scene", 0, "look", "zoom", 2] == 9
    assert (lines["scene", 1], lines["scene", 1, "builds", 1]) == (14, 20)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    values, lines = load(b"\xef\xbb\xbfa = 1\r\nb = '''x\r\ny'''\r\nc = 2\r\n")
    assert values == {"a": 1, "b": "x\ny", "c": 2}
    assert lines == {("a",): 1, ("b",): 2, ("c",): 4}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a = 1\nb = = 2\n", 2, "this is not TOML: invalid value"),
        (b"a = 1\nb = [1,\n", None, "this is not TOML"),
        (b'a = 1\nb = "x\n', 2, "this is not TOML"),
        (b"a = 1\n\xff = 2\n", 2, "the text is not UTF-8"),
        (bytes(range(256)), 2, "the text is not UTF-8"),
        (b"a = 1\n" + b"x" * (MAX_LINE + 1), 2, "the line has 4001 characters; allowed: at most 4000"),
        (b"#" * (MAX_BYTES + 1), None, "the file has 256001 bytes; allowed: at most 256000"),
        (b"a = 1\nb = " + b"[" * 1000, 2, "brackets are nested too deeply"),
        (b"a = 1\nb = " + b"{a=" * 1000, 2, "brackets are nested too deeply"),
        (b"a" + b".a" * 1000 + b" = 1", 1, "the key has too many parts"),
        (b"[a" + b".a" * 1000 + b"]", 1, "the key has too many parts"),
        (b"a = 1\na = 2\n", 2, "this is not TOML"),
    ],
)
def test_what_is_refused_is_told_with_its_line(content, line, words):
    with pytest.raises(TomlError) as raised:
        load(content)
    assert raised.value.line == line
    assert words in str(raised.value)


@given(st.text(alphabet="[]{}=\"'#.,\n a1-\\", max_size=200))
def test_any_text_is_read_as_by_the_standard_library_or_refused(text):
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TomlError):
            load(text.encode())
        return
    if text.count("[") + text.count("{") > MAX_DEPTH or text.count(".") >= MAX_PARTS:
        return  # it may be refused
    values, lines = load(text.encode())
    assert values == expected
    assert {place[0] for place in lines} == set(values)
