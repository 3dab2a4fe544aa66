"""A still: one picture as a PNG."""

import os
from contextlib import closing

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from core.experiment import Result
from core.files import replacing
from gui.stage import StageFactory, View

DOTS_PER_METER = 3780
"""96 dots per inch, said explicitly: a QImage would otherwise take over the resolution of the screen."""


def picture(factory: StageFactory, result: Result, view: View, position: float) -> QImage:
    """Return the picture of `result` at `position`, of the view's size."""
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(DOTS_PER_METER)
    image.setDotsPerMeterY(DOTS_PER_METER)
    with closing(factory(view)) as stage:
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
