"""A still: one picture as a PNG, an SVG or a PDF."""

import os
from contextlib import closing
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from core.experiment import Result
from core.files import atomic_file
from gui.export import vector
from gui.export.formats import DEFAULT_OPTIONS, PDF, PNG, SVG, Format, FormatOptions
from gui.picture.factory import StageFactory
from gui.picture.stage import Stage
from gui.picture.view import View


def picture(factory: StageFactory, result: Result, view: View, position: float) -> QImage:
    """Return the image of `result` at `position`, in the size of the view."""
    with closing(factory(view)) as stage:
        return paint(stage, result, position)


def paint(stage: Stage[Any], result: Result, position: float, options: FormatOptions = DEFAULT_OPTIONS) -> QImage:
    """Return the image that a stage shows of `result` at `position`."""
    opaque, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32
    image = QImage(stage.view.width, stage.view.height, clear if stage.view.transparent else opaque)
    set_resolution(image, options)
    stage.show(result, position)
    stage.render(image)
    return image


def set_resolution(image: QImage, options: FormatOptions) -> None:
    """Set the dots per inch of an image: without, it has the resolution of the screen."""
    image.setDotsPerMeterX(options.dots_per_meter)
    image.setDotsPerMeterY(options.dots_per_meter)


def png(image: QImage) -> bytes:
    """Return `image` as the bytes of a PNG file: the same for the same pixels."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if not writer.write(image):
        raise RuntimeError(writer.errorString())
    return bytes(buffer.data().data())


def content(
    stage: Stage[Any], result: Result, position: float, form: Format, options: FormatOptions = DEFAULT_OPTIONS
) -> bytes:
    """Return the bytes of a file in format `form` of `result` at `position`."""
    if form.suffix == SVG.suffix:
        return vector.svg(stage, result, position, outlines=options.text == "outlines")
    if form.suffix == PDF.suffix:
        return vector.pdf(stage, result, position)
    return png(paint(stage, result, position, options))


def save_still(
    factory: StageFactory,
    result: Result,
    view: View,
    path: str | os.PathLike[str],
    position: float,
    form: Format = PNG,
    options: FormatOptions = DEFAULT_OPTIONS,
) -> None:
    """Write the picture of `result` at `position` to `path`, completely or not at all.

    Raises
    ------
    FileError
        When the file cannot be written; the message is one sentence.

    """
    # Encoded in memory, since Qt gives no reason when it cannot write a file.
    with atomic_file(path) as temporary, closing(factory(view)) as stage:
        temporary.write_bytes(content(stage, result, position, form, options))


def save_png(factory: StageFactory, result: Result, view: View, path: str | os.PathLike[str], position: float) -> None:
    """Write the picture of `result` at `position` to `path` as a PNG."""
    save_still(factory, result, view, path, position)
