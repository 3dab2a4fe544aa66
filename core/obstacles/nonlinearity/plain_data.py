"""Conversion of arrays to plain data."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list

QUARTILES = ("q25", "median", "q75")


def counts(values: FloatArray) -> list[int | None]:
    """Return an array of whole numbers as a list, with None for numbers that are not finite."""
    return [int(value) if np.isfinite(value) else None for value in values]


def by_quartile(bands: Mapping[str, FloatArray]) -> dict[str, dict[str, list[Any]]]:
    """Return arrays of shape (3, d) by name as lists by name and quartile."""
    return {name: dict(zip(QUARTILES, (finite_list(row) for row in band), strict=True)) for name, band in bands.items()}
