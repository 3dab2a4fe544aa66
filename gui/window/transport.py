"""The transport: the bar under the picture with play, step, scrub, speed, loop and status."""

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.platform.timer import single_shot
from gui.session.timeline import Timeline
from gui.style.icons import symbol
from gui.window.scrub_bar import ScrubBar
from gui.window.status_label import StatusLabel
from gui.wording.text import number, tr, translated

TICKS_PER_SECOND = 1000
"""Slider values of the scrub bar for one second of film."""
MESSAGE_TIME_MS, REFUSAL_TIME_MS = 4_000, 10_000
"""Milliseconds for which a message is shown, and the reason why a value was refused, which is longer to read."""


class Transport(QWidget):
    """Controls one timeline and shows its position."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._timeline = timeline
        self._color = QColor("black")
        self._label_template = ""
        self._position_number: Callable[[int], int] = int
        self._back = self._button(tr("Step back"), self._step_back)
        self._play = self._button(tr("Play"), timeline.toggle)
        self._forward = self._button(tr("Step forward"), self._step_forward)
        self._scrub = ScrubBar()
        self._scrub.setAccessibleName(tr("Position"))
        self._position_label = QLabel()
        self._speed = self._button(tr("Speed: [ slower, ] faster"), self._faster)
        self._loop = self._button(tr("Loop"), self._toggle_loop)
        self._loop.setCheckable(True)
        self.status = StatusLabel()
        self.status.setObjectName("status")
        self._message = self._run_status = ""
        self._message_timer = single_shot(self, self.clear_message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 4)
        layout.setSpacing(4)
        for widget in (
            self._back,
            self._play,
            self._forward,
            self._scrub,
            self._position_label,
            self._speed,
            self._loop,
        ):
            layout.addWidget(widget, 1 if widget is self._scrub else 0)
        layout.addWidget(self.status)
        self._scrub.valueChanged.connect(self._seek)
        timeline.changed.connect(self._update_controls)
        self._update_controls()

    def set_position_label(self, template: str, number_at: Callable[[int], int]) -> None:
        """Set the label of positions: a template with fields `n` and `all`, and the number at a position."""
        self._label_template, self._position_number = template, number_at
        self._update_controls()

    def set_color(self, color: str, pixels: float) -> None:
        """Draw the icons in a color, for a text size in pixels."""
        self._color = QColor(color)
        for button in (self._back, self._play, self._forward, self._loop):
            button.setIconSize(QSize(round(1.3 * pixels), round(1.3 * pixels)))
        self._back.setIcon(symbol("back", self._color))
        self._forward.setIcon(symbol("forward", self._color))
        self._loop.setIcon(symbol("loop", self._color))
        self._position_label.setMinimumWidth(round(9.5 * pixels))
        self._scrub.setMinimumWidth(round(8 * pixels))
        self._update_controls()

    def set_run_fraction(self, fraction: float | None) -> None:
        """Show the fraction of the run that is done; None clears the status."""
        self._run_status = "" if fraction is None else tr("computing {share}", share=format(fraction, ".0%"))
        self._update_status()

    @Slot(str)
    def show_message(self, text: str, duration: int = MESSAGE_TIME_MS) -> None:
        """Show a message for some milliseconds, instead of the status of the run."""
        self._message = text
        self._message_timer.start(duration)
        self._update_status()

    @Slot(str)
    def show_refusal(self, text: str) -> None:
        """Show why a value was refused, until another is accepted or for `REFUSAL_TIME_MS`."""
        self.show_message(text, REFUSAL_TIME_MS)

    @Slot()
    def clear_message(self) -> None:
        """Remove the message."""
        self._message_timer.stop()
        self._message = ""
        self._update_status()

    def _update_status(self) -> None:
        self.status.setText(self._message or self._run_status)

    def _button(self, name: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _update_controls(self) -> None:
        timeline = self._timeline
        with QSignalBlocker(self._scrub):
            self._scrub.setRange(0, round(timeline.schedule.duration * TICKS_PER_SECOND))
            self._scrub.setValue(round(timeline.time * TICKS_PER_SECOND))
        self._play.setIcon(symbol("pause" if timeline.playing else "play", self._color))
        self._play.setAccessibleName(tr("Pause") if timeline.playing else tr("Play"))
        at, last = (self._position_number(each) for each in (math.floor(timeline.position), timeline.schedule.length))
        self._position_label.setText(translated(self._label_template, n=number(at), all=number(last)))
        self._speed.setText(tr("× {speed}", speed=format(timeline.speed, "g")))
        self._loop.setChecked(timeline.loop)

    @Slot(int)
    def _seek(self, value: int) -> None:
        if self._timeline.playing:
            self._timeline.pause()
        self._timeline.seek(value / TICKS_PER_SECOND)

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
