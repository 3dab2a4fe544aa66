"""Export compared with encoding alone: the same film, and a loop that encodes its frames, drawn before."""

import tempfile
import time
from contextlib import closing
from pathlib import Path

import av
import numpy as np
from cases import CASES, SIZE, result
from PySide6.QtGui import QImage
from table import Line, median

from gui.export.film import FPS, film
from gui.export.frame import Frame
from gui.picture.view import View
from gui.session.timeline import frame_positions
from gui.stages import STAGES

DURATION = 5.0
BUDGETS = {SIZE: 1.15, (3840, 2160): 1.25}
"""The sizes of films, and the time of an export by that of encoding alone that they allow."""
LARGE = ("zigzag", "valley", "toy")
"""The experiments whose films are exported at the larger size too."""
ROUNDS = 3
"""Rounds for each film: the ratio of one round may be off by a third when other programs use the processors."""


def measure(quick):
    for case in CASES:
        if quick and (case.heavy or case.key != "zigzag"):
            continue
        yield _compare(case, SIZE, 1.0, 1) if quick else _compare(case, SIZE, DURATION, ROUNDS)
        if case.key in LARGE and not case.heavy and not quick:
            yield _compare(case, (3840, 2160), DURATION / 2, ROUNDS)


def exported(factory, run, size, duration, path):
    """Export a film; return the seconds it takes."""
    begin = time.perf_counter()
    for _ in film(factory, run, View(*size), path, FPS, duration):
        pass
    return time.perf_counter() - begin


def drawn(factory, run, size, duration):
    """Return the frames of the film as the exporter passes them to the encoder, "repeat" for a held one."""
    items, shown = [], None
    with closing(factory(View(*size))) as stage:
        for position in frame_positions(stage.schedule(run, duration), FPS):
            if position == shown:
                items.append("repeat")
                continue
            pixels = np.empty((size[1], size[0], 4), np.uint8)
            image = QImage(pixels.data, *size, 4 * size[0], QImage.Format.Format_RGB32)
            stage.show(run, position)
            stage.render(image)
            items.append(Frame(image, pixels))
            shown = position
    return items


def encoded(items, size, path):
    """Convert and encode frames in one loop, with PyAV's defaults; return the seconds it takes.

    The settings are those of the exporter, but its threads are not used: the reference must not get
    faster with each improvement of the exporter.
    """
    begin = time.perf_counter()
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = FPS
        for number, item in enumerate(items):
            if item != "repeat":
                frame = av.VideoFrame.from_numpy_buffer(item.pixels, "bgra").reformat(format="yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return time.perf_counter() - begin


def _compare(case, size, duration, rounds):
    factory, run = STAGES[case.target], result(case)
    items = drawn(factory, run, size, duration)
    with tempfile.TemporaryDirectory() as folder:
        whole, alone = Path(folder) / "film.mp4", Path(folder) / "alone.mp4"
        pairs = [(exported(factory, run, size, duration, whole), encoded(items, size, alone)) for _ in range(rounds)]
        sizes = [path.stat().st_size / 1e3 for path in (whole, alone)]
    each, bare = (1e3 * median(times) / len(items) for times in zip(*pairs, strict=True))
    held = items.count("repeat")
    note = (
        f"{each:.1f} / {bare:.1f} ms a picture; {len(items)} pictures, {held} held; {sizes[0]:.0f} / {sizes[1]:.0f} kB"
    )
    value = median([film_time / encoder_time for film_time, encoder_time in pairs])
    return Line(f"export / encoder alone at {size[0]}x{size[1]}: {case.name}", value, BUDGETS[size], note=note)
