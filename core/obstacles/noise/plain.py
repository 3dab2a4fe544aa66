"""Arrays as plain data."""

import math
from typing import Any

from core.arrays import FloatArray


def finite(values: FloatArray) -> list[Any]:
    """Return an array as nested lists, None where it is not finite."""
    plain: list[Any] = _finite(values.tolist())
    return plain


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return value if math.isfinite(value) else None
