"""The bar under the picture: play, step, scrub, speed, loop, and where the run stands."""

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from gui.platform.timer import single_shot
from gui.session.timeline import Timeline
from gui.style.icons import symbol
from gui.wording.text import number, tr, translated

TICKS = 1000
"""Positions of the scrub bar for a second of film."""
TOLD = 4_000
"""Milliseconds for which something that was done is told."""


class Transport(QWidget):
    """Controls one timeline and shows where it is."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._timeline = timeline
        self._color = QColor("black")
        self._counts = ""
        self._counted: Callable[[int], int] = int
        self._back = self._button(tr("Step back"), self._step_back)
        self._play = self._button(tr("Play"), timeline.toggle)
        self._forward = self._button(tr("Step forward"), self._step_forward)
        self._scrub = QSlider(Qt.Orientation.Horizontal)
        self._scrub.setAccessibleName(tr("Position"))
        self._scrub.setPageStep(TICKS)
        self._where = QLabel()
        self._speed = self._button(tr("Speed: [ slower, ] faster"), self._faster)
        self._loop = self._button(tr("Loop"), self._toggle_loop)
        self._loop.setCheckable(True)
        self.status = QLabel()
        self.status.setObjectName("status")
        self.status.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._told = ""
        self._forget = single_shot(self, self._be_silent, TOLD)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 4)
        layout.setSpacing(4)
        for widget in (self._back, self._play, self._forward, self._scrub, self._where, self._speed, self._loop):
            layout.addWidget(widget, 1 if widget is self._scrub else 0)
        layout.addWidget(self.status)
        self._scrub.valueChanged.connect(self._scrubbed)
        timeline.changed.connect(self._follow)
        self._follow()

    def count(self, counts: str, counted: Callable[[int], int]) -> None:
        """Take up what a position is called, as a template of `n` and `all`, and which number is said at each."""
        self._counts, self._counted = counts, counted
        self._follow()

    def set_color(self, color: str, pixels: float) -> None:
        """Draw the symbols in a color, at a text size."""
        self._color = QColor(color)
        for button in (self._back, self._play, self._forward, self._loop):
            button.setIconSize(QSize(round(1.3 * pixels), round(1.3 * pixels)))
        self._back.setIcon(symbol("back", self._color))
        self._forward.setIcon(symbol("forward", self._color))
        self._loop.setIcon(symbol("loop", self._color))
        self._where.setMinimumWidth(round(9.5 * pixels))
        self._follow()

    def say_share(self, share: float | None) -> None:
        """Say how much of a run is done, or, with None, that none is under way."""
        self.status.setText("" if share is None else tr("computing {share}", share=format(share, ".0%")))

    def tell(self, words: str) -> None:
        """Say for a moment that something was done."""
        self._told = words
        self.status.setText(words)
        self._forget.start()

    @Slot()
    def _be_silent(self) -> None:
        # Something else may be said by now.
        if self.status.text() == self._told:
            self.status.setText("")

    def _button(self, name: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _follow(self) -> None:
        timeline = self._timeline
        with QSignalBlocker(self._scrub):
            self._scrub.setRange(0, round(timeline.schedule.duration * TICKS))
            self._scrub.setValue(round(timeline.time * TICKS))
        self._play.setIcon(symbol("pause" if timeline.playing else "play", self._color))
        self._play.setAccessibleName(tr("Pause") if timeline.playing else tr("Play"))
        at, last = (self._counted(each) for each in (math.floor(timeline.position), timeline.schedule.length))
        self._where.setText(translated(self._counts, n=number(at), all=number(last)))
        self._speed.setText(tr("× {speed}", speed=format(timeline.speed, "g")))
        self._loop.setChecked(timeline.loop)

    @Slot(int)
    def _scrubbed(self, value: int) -> None:
        if self._timeline.playing:
            self._timeline.pause()
        self._timeline.seek(value / TICKS)

    @Slot()
    def _step_back(self) -> None:
        self._timeline.step(-1)

    @Slot()
    def _step_forward(self) -> None:
        self._timeline.step(1)

    @Slot()
    def _faster(self) -> None:
        self._timeline.cycle_speed()

    @Slot()
    def _toggle_loop(self) -> None:
        self._timeline.set_loop(on=not self._timeline.loop)
