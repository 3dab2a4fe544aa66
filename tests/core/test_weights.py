import numpy as np
import pytest

from core.weights import read_weights

NUMBERS = [0.5, -1.0, 3e-7, 0.1]


@pytest.fixture
def stored(tmp_path):
    """stored(name, content): the path of a file with these bytes."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_weights_are_read_from_npy_in_any_shape(tmp_path):
    np.save(tmp_path / "w.npy", np.reshape(NUMBERS, (2, 2)))
    assert read_weights(tmp_path / "w.npy", 4).tolist() == NUMBERS


@pytest.mark.parametrize("text", ["0.5,-1,3e-7,0.1", "0.5 -1\n3e-7 0.1\n", "0.5, -1,\n3e-7, 0.1"])
def test_weights_are_read_from_text(stored, text):
    assert read_weights(stored("w.csv", text.encode()), 4).tolist() == NUMBERS


def npy_header(shape):
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(118 - 1) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("few.txt", b"1,2,3"),
        ("many.txt", b"1,2,3,4,5"),
        ("words.txt", b"1,2,3,four"),
        ("infinite.txt", b"1,2,3,inf"),
        ("bytes.txt", b"\xff\xfe\x00"),
        ("empty.txt", b""),
        ("empty.npy", b""),
        ("text.npy", b"1,2,3,4"),
        ("short.npy", npy_header((4,)) + bytes(8)),
        ("huge.npy", npy_header((10**14,))),
        ("large.txt", b"1 " * 6_000_000),
    ],
)
def test_another_file_is_a_value_error(stored, name, content):
    with pytest.raises(ValueError, match=r"\w"):
        read_weights(stored(name, content), 4)


def test_objects_are_never_unpickled(tmp_path):
    np.save(tmp_path / "w.npy", np.array([{}, 1, 2, 3], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="pickle"):
        read_weights(tmp_path / "w.npy", 4)


def test_a_missing_file_and_a_folder_are_value_errors(tmp_path):
    for path in (tmp_path / "none.npy", tmp_path):
        with pytest.raises(ValueError, match="is not a file"):
            read_weights(path, 4)
