"""Single-shot timers."""

from PySide6.QtCore import QObject, QTimer


def single_shot(owner: QObject, slot: object = None, milliseconds: int = 0) -> QTimer:
    """Return a timer that calls `slot` once, `milliseconds` after its latest `start`."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    if slot is not None:
        timer.timeout.connect(slot)
    return timer
