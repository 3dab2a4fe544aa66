"""A still: one picture as a PNG."""

import os
from contextlib import closing
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from core.experiment import Result
from core.files import replacing
from gui.stage import Stage, StageFactory, View

DOTS_PER_METER = 3780
"""96 dots per inch, said explicitly: a QImage would otherwise take over the resolution of the screen."""


def picture(factory: StageFactory, result: Result, view: View, position: float) -> QImage:
    """Return the picture of `result` at `position`, of the view's size."""
    with closing(factory(view)) as stage:
        return paint(stage, result, position)


def paint(stage: Stage[Any], result: Result, position: float) -> QImage:
    """Return what a stage shows of `result` at `position`."""
    image = QImage(stage.view.width, stage.view.height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(DOTS_PER_METER)
    image.setDotsPerMeterY(DOTS_PER_METER)
    stage.show(result, position)
    stage.render(image)
    return image


def png(image: QImage) -> bytes:
    """Return the bytes of `image` as a PNG file: the same for the same pixels."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if not writer.write(image):
        raise RuntimeError(writer.errorString())
    return bytes(buffer.data().data())


def save_png(factory: StageFactory, result: Result, view: View, path: str | os.PathLike[str], position: float) -> None:
    """Write the picture of `result` at `position` to `path`, whole or not at all.

    Raises
    ------
    FileError
        When the file cannot be written; the message is one sentence.

    """
    # Encoded in memory: Qt would not say why a file could not be written.
    with replacing(path) as temporary:
        temporary.write_bytes(png(picture(factory, result, view, position)))
