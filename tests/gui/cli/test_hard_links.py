"""Writing over a file with several names says that the others keep the old file."""

import os

import pytest

SENTENCE = "{} had other names (hard links): they keep the old file.\n"
FILM = ("--size", "640x360", "--fps", "5", "--duration", "0.4")
COMMANDS = {
    "x.csv": ("data", "conditioning/zigzag"),
    "x.png": ("render", "conditioning/zigzag", "--size", "640x360"),
    "x.mp4": ("render", "conditioning/zigzag", *FILM),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_other_names_keep_the_old_file_and_one_sentence_says_so(thalweg, tmp_path, name):
    target, other = tmp_path / name, tmp_path / "other"
    target.write_bytes(b"old")
    os.link(target, other)
    assert thalweg(*COMMANDS[name], "-o", target) == (0, f"{target}\n", SENTENCE.format(name))
    assert other.read_bytes() == b"old"
    assert target.read_bytes() != b"old"
    assert thalweg(*COMMANDS[name], "-o", target) == (0, f"{target}\n", "")


def test_the_names_of_the_target_of_a_symbolic_link_count(thalweg, tmp_path):
    target, other, link = (tmp_path / name for name in ("target.csv", "other", "link.csv"))
    target.write_bytes(b"old")
    os.link(target, other)
    link.symlink_to(target)
    assert thalweg(*COMMANDS["x.csv"], "-o", link)[2] == SENTENCE.format("link.csv")


def test_a_file_that_was_not_replaced_has_no_sentence(thalweg, tmp_path):
    target = tmp_path / "x.png"
    target.write_bytes(b"old")
    os.link(target, tmp_path / "other")
    target.chmod(0o400)
    code, _, err = thalweg(*COMMANDS["x.png"], "-o", target)
    assert code == 1
    assert err == f"{target} cannot be written: the file is read-only.\n"


def test_a_folder_of_pictures_has_no_other_names(thalweg, tmp_path):
    (tmp_path / "film").mkdir()
    assert thalweg("render", "conditioning/zigzag", *FILM, "-o", f"{tmp_path}/film/")[2] == ""
