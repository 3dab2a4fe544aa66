"""A layer on which strokes are drawn one after the other, with copies along the way to wind back to.

A copy is kept in tiles: those that are empty are left out, and those that are as in the copy before
are shared with it. So a layer that a long path fills bit by bit is kept often, at little memory.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gui.plots.pixels import Draw, draw_on, new_layer

SPACING = 125
"""Steps between kept copies of the layer; twice as many whenever the copies would take more than `MEMORY`."""
MEMORY = 128 * 2**20
"""Bytes that the copies of one trail may take; what that leaves out is drawn again when it is needed."""
TILE = 128
"""Pixels of a side of a tile: smaller ones take longer to compare, larger ones share less."""
DrawStrokes = Callable[[QPainter, int, int], None]
"""Draws the strokes from one number to another."""
_Pixels = NDArray[np.uint32]
_Tiles = Mapping[tuple[int, int], _Pixels]


class LayerCache:
    """A layer that can be wound to any number of steps, with copies along the way to wind back to.

    Parameters
    ----------
    spacing
        Steps between copies: fewer where each takes longer to draw.

    """

    def __init__(self, spacing: int = SPACING) -> None:
        self._spacing = spacing
        self._key: object = None
        self._copies: dict[int, _Tiles] = {}
        self._held = 0
        self._image = QImage()
        self._drawn = 0

    def at(self, target: int, area: QRect, ratio: float, draw: DrawStrokes) -> QImage:
        """Return the layer with exactly `target` steps on it."""
        if self._key != (area, ratio):
            self._key = (area, ratio)
            self._image, self._drawn = new_layer(area, ratio), 0
            self._copies, self._held = {}, 0
        nearest = max((kept for kept in self._copies if kept <= target), default=0)
        if target < self._drawn or nearest > self._drawn:
            self._wind_to(nearest)
        while self._drawn < target:
            stop = min((self._drawn // self._spacing + 1) * self._spacing, target)
            draw_on(self._image, area, _between(draw, self._drawn, stop))
            self._drawn = stop
            if stop % self._spacing == 0 and stop not in self._copies:
                self._keep()
        return self._image

    def _wind_to(self, kept: int) -> None:
        pixels = _pixels(self._image)
        pixels.fill(0)
        for (top, left), tile in self._copies.get(kept, {}).items():
            pixels[top : top + TILE, left : left + TILE] = tile
        self._drawn = kept

    def _keep(self) -> None:
        before = max((kept for kept in self._copies if kept < self._drawn), default=0)
        known = self._copies.get(before, {})
        copy = self._copies[self._drawn] = _tiles(_pixels(self._image), known)
        self._held += sum(tile.nbytes for at, tile in copy.items() if tile is not known.get(at))
        while len(self._copies) > 1 and self._held > MEMORY:
            self._spacing *= 2
            self._copies = {kept: tiles for kept, tiles in self._copies.items() if kept % self._spacing == 0}
            self._held = _size(self._copies.values())


def _pixels(image: QImage) -> _Pixels:
    """Return the pixels of a layer, to read and to write."""
    return np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)


def _tiles(pixels: _Pixels, before: _Tiles) -> _Tiles:
    found = {}
    for at in product(range(0, pixels.shape[0], TILE), range(0, pixels.shape[1], TILE)):
        tile, known = pixels[at[0] : at[0] + TILE, at[1] : at[1] + TILE], before.get(at)
        if known is not None and np.array_equal(known, tile):
            found[at] = known
        elif tile.any():
            found[at] = tile.copy()
    return found


def _size(copies: Iterable[_Tiles]) -> int:
    """Return the bytes of all tiles, those that are shared once."""
    return sum({id(tile): tile.nbytes for tiles in copies for tile in tiles.values()}.values())


def _between(draw: DrawStrokes, begin: int, end: int) -> Draw:
    return lambda painter: draw(painter, begin, end)
