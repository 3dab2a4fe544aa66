import gzip
import hashlib
import re
from importlib.resources import files

import numpy as np
import pytest

from core.digits import load_digits

DATA = files("resources") / "data"


@pytest.fixture(scope="module")
def digits():
    return load_digits()


def test_there_are_1797_images_of_ten_digits(digits):
    assert digits.images.shape == (1797, 64)
    assert digits.labels.shape == (1797,)
    # The counts that the source publishes for its test set.
    assert np.bincount(digits.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert len(np.unique(digits.labels)) == 10


def test_one_mean_and_one_deviation_standardize_all_pixels(digits):
    assert digits.images.mean() == pytest.approx(0.0, abs=1e-12)
    assert digits.images.std() == pytest.approx(1.0, rel=1e-12)
    levels = np.unique(digits.images)
    assert len(levels) == 17
    assert np.diff(levels) == pytest.approx(1.0 / 6.0167875, rel=1e-6)  # the deviation of the pixels of 0 to 16


def test_the_first_image_is_a_zero(digits):
    dark = (digits.images[0] > 0.0).reshape(8, 8)
    assert digits.labels[:3].tolist() == [0, 1, 2]
    assert dark[2:6, 3].sum() < dark[2:6, 2].sum()  # blank in the middle of the ring
    assert not dark[:, (0, 7)].any()


def test_three_pixels_are_blank_in_every_image(digits):
    assert np.flatnonzero(np.ptp(digits.images, axis=0) == 0.0).tolist() == [0, 32, 39]


def test_the_digits_cannot_be_overwritten(digits):
    for array in digits:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_file_holds_the_bytes_that_its_readme_names():
    content = gzip.decompress((DATA / "digits.csv.gz").read_bytes())
    (digest,) = re.findall(r"`([0-9a-f]{64})`", (DATA / "README.md").read_text(encoding="utf-8"))
    assert hashlib.sha256(content).hexdigest() == digest
