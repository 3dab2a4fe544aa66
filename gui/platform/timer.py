"""Timers that tell once, some time after they are asked to."""

from PySide6.QtCore import QObject, QTimer


def single_shot(owner: QObject, slot: object = None, milliseconds: int = 0) -> QTimer:
    """Return a timer that calls `slot`, if any, once, that long after `start`; each start begins the wait anew."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    if slot is not None:
        timer.timeout.connect(slot)
    return timer
