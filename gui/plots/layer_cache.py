"""A layer on which strokes are drawn one after the other, with copies after some of the steps.

A copy consists of tiles: empty tiles are left out, and tiles that equal those of the copy before are shared with it.
So many copies of a layer that a long path fills slowly need little memory.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QRegion, QTransform

from gui.plots.pixels import Draw, draw_on, new_layer

SPACING = 125
"""Steps between two copies, doubled whenever the copies exceed `MAX_COPY_BYTES`. With four times as many, scrubbing
back through the default valley took 28 ms a picture instead of 17."""
MAX_COPY_BYTES = 128 * 2**20
"""Memory of the copies of one layer, at most; steps after the nearest copy are drawn again when needed."""
TILE_SIZE = 128
"""Side of a tile in pixels: smaller tiles take longer to compare, larger ones are shared less often."""
STEPS_PER_LOOK = 25
"""Steps after which the clock is looked at while there is a time limit."""
MAX_STEPS_BACK = 500
"""Steps from a copy up to which going back redraws the changed rows at once; more are drawn in slices."""
DrawStrokes = Callable[[QPainter, int, int], None]
"""Draws the strokes from a first index up to an end index, which is not included."""
CoveredRect = Callable[[int, int], QRectF]
"""Returns the rectangle in scene pixels within which the strokes from a first to an end index are drawn."""
_Pixels = NDArray[np.uint32]
_Tiles = Mapping[tuple[int, int], _Pixels]


class LayerCache:
    """A layer with any number of steps on it, drawn from the nearest copy with fewer steps.

    Parameters
    ----------
    spacing
        Steps between copies: choose fewer where a step takes longer to draw.

    """

    def __init__(self, spacing: int = SPACING) -> None:
        self._least_spacing = self._spacing = spacing
        self._key: object = None
        self._copies: dict[int, _Tiles] = {}
        self._copy_bytes = 0
        self._image = QImage()
        self._drawn = 0

    @property
    def drawn(self) -> int:
        """The number of steps on the layer that `image_at` returned."""
        return self._drawn

    def image_at(
        self,
        step: int,
        area: QRect,
        ratio: float,
        draw: DrawStrokes,
        covered: CoveredRect | None = None,
        seconds: float = math.inf,
    ) -> QImage:
        """Return the layer of `area` with exactly the first `step` steps on it, or fewer after `seconds`.

        With `covered`, going back redraws only the rows that change.
        """
        end = time.perf_counter() + seconds
        if self._key != (area, ratio):
            self._key = (area, ratio)
            # On a sharp screen a stroke takes longer, so fewer of them are drawn again.
            self._spacing = max(round(self._least_spacing / ratio), 1)
            self._image, self._drawn = new_layer(area, ratio), 0
            self._copies, self._copy_bytes = {}, 0
        nearest = max((kept for kept in self._copies if kept <= step), default=0)
        if covered is not None and step < self._drawn and step - nearest <= MAX_STEPS_BACK:
            self._go_back(step, nearest, area, draw, covered)
        elif step < self._drawn or nearest > self._drawn:
            self._restore(nearest)
        while self._drawn < step:
            stop = min((self._drawn // self._spacing + 1) * self._spacing, step)
            if seconds < math.inf:
                if time.perf_counter() > end:
                    break
                stop = min(stop, self._drawn + STEPS_PER_LOOK)
            draw_on(self._image, area, _strokes_between(draw, self._drawn, stop))
            self._drawn = stop
            if stop % self._spacing == 0 and stop not in self._copies:
                self._add_copy()
        return self._image

    def _go_back(self, step: int, nearest: int, area: QRect, draw: DrawStrokes, covered: CoveredRect) -> None:
        """Redraw the rows in which strokes after `step` were drawn, from the nearest copy; the others stay."""
        whole, ratio = self._image.rect(), self._image.devicePixelRatio()
        changed = covered(step, self._drawn).translated(-area.topLeft())
        height = whole.height()
        top, bottom = (min(max(round(at * ratio), 0), height) for at in (changed.top() - 1, changed.bottom() + 1))
        # Whole rows, and with the first and the last one: Qt shortens strokes that leave the bounds of the clip, and
        # rounds the pixels of spans that the clip splits in another way.
        parts = [(begin, end) for begin, end in ((0, 1), (top, bottom), (height - 1, height)) if begin < end]
        pixels, region = _pixels(self._image), QRegion()
        for begin, end in parts:
            region += QRect(0, begin, whole.width(), end - begin)
            pixels[begin:end] = 0
            _paste(self._copies.get(nearest, {}), pixels, begin, end)

        def draw_region(painter: QPainter) -> None:
            scene = painter.worldTransform()
            painter.setWorldTransform(QTransform.fromScale(1.0 / ratio, 1.0 / ratio))
            painter.setClipRegion(region)
            painter.setWorldTransform(scene)
            draw(painter, nearest, step)

        draw_on(self._image, area, draw_region)
        self._drawn = step

    def _restore(self, step: int) -> None:
        pixels = _pixels(self._image)
        pixels.fill(0)
        _paste(self._copies.get(step, {}), pixels, 0, len(pixels))
        self._drawn = step

    def _add_copy(self) -> None:
        before = max((kept for kept in self._copies if kept < self._drawn), default=0)
        previous = self._copies.get(before, {})
        copy = self._copies[self._drawn] = _tiles(_pixels(self._image), previous)
        self._copy_bytes += sum(tile.nbytes for at, tile in copy.items() if tile is not previous.get(at))
        while len(self._copies) > 1 and self._copy_bytes > MAX_COPY_BYTES:
            self._spacing *= 2
            self._copies = {kept: tiles for kept, tiles in self._copies.items() if kept % self._spacing == 0}
            self._copy_bytes = _total_bytes(self._copies.values())


def _paste(tiles: _Tiles, pixels: _Pixels, begin: int, end: int) -> None:
    """Copy the rows `begin` to `end` of tiles to the pixels of a layer."""
    for (top, left), tile in tiles.items():
        first, last = max(top, begin), min(top + len(tile), end)
        if first < last:
            pixels[first:last, left : left + tile.shape[1]] = tile[first - top : last - top]


def _pixels(image: QImage) -> _Pixels:
    """Return a writable view of the pixels of a layer."""
    return np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)


def _tiles(pixels: _Pixels, previous: _Tiles) -> _Tiles:
    """Return the tiles that are not empty, shared with the previous copy where they are equal."""
    tiles = {}
    for at in product(range(0, pixels.shape[0], TILE_SIZE), range(0, pixels.shape[1], TILE_SIZE)):
        tile, before = pixels[at[0] : at[0] + TILE_SIZE, at[1] : at[1] + TILE_SIZE], previous.get(at)
        if before is not None and np.array_equal(before, tile):
            tiles[at] = before
        elif tile.any():
            tiles[at] = tile.copy()
    return tiles


def _total_bytes(copies: Iterable[_Tiles]) -> int:
    """Return the bytes of all tiles, counting shared tiles once."""
    return sum({id(tile): tile.nbytes for tiles in copies for tile in tiles.values()}.values())


def _strokes_between(draw: DrawStrokes, begin: int, end: int) -> Draw:
    return lambda painter: draw(painter, begin, end)
