"""Compares our export with matplotlib and Manim: contours, a growing path and the loss, as an MP4.

Each program draws the same number of frames, all of them different, and encodes with the same settings.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
from cases import SIZE
from films import exported
from PySide6.QtGui import QImage
from table import Line, median

from core.obstacles.conditioning import CONDITIONING
from core.params import make
from core.run import run_to_end
from gui.export.encoder import Encoder
from gui.export.film import FPS, exact_rate
from gui.session.timeline import Schedule
from gui.stages.conditioning.zigzag import ZigzagStage

KAPPA, RATE = 30.0, 1.9 / 30.0
LEVELS = 24
SETTINGS = ("-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p")


class StepByStep(Schedule):
    """A film without slow steps and without a held end: the position is proportional to time."""

    def position(self, time):
        return time / self.duration * self.length


class Zigzag(ZigzagStage):
    def schedule(self, result, duration):
        return StepByStep(result.length, duration)


def measure(quick):
    count, rounds = (12, 1) if quick else (100, 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        ours = [_ours(count, path) for _ in range(rounds)]
        for name, budget, makers in (
            ("matplotlib", 6, {"FuncAnimation, blit": _animated, "only what changes drawn by hand": _blitted}),
            ("Manim", 2, {"always_redraw": _manim}),
        ):
            if not _installed(name):
                note = "not installed; a Python that has it can be named in MANIM_PYTHON" if name == "Manim" else ""
                yield Line(f"{name} / the same by us", None, budget, " x", at_least=True, note=note)
                continue
            for k, (way, maker) in enumerate(makers.items()):
                theirs = [maker(count, path) for _ in range(rounds)]
                value = median([other / our for our, other in zip(ours, theirs, strict=True)])
                note = f"{way}: {1e3 * median(theirs):.1f} / {1e3 * median(ours):.1f} ms a picture"
                line = Line(f"{name} / the same by us", value, None if k else budget, " x", at_least=True, note=note)
                line.digits = 1
                yield line


def _installed(name):
    # Manim needs other packages, and compilers: it may be installed in an environment of its own.
    return (name == "Manim" and "MANIM_PYTHON" in os.environ) or importlib.util.find_spec(name.lower()) is not None


def _ours(count, path):
    """Return the seconds per frame of our film."""
    values = {"condition_number": KAPPA, "learning_rate": RATE, "optimizers": "gradient_descent"}
    params = make(CONDITIONING.params, values | {"tolerance": 1e-12, "max_steps": count})
    run = run_to_end(CONDITIONING.experiment("zigzag").run(params))
    return exported(Zigzag, run, SIZE, count / FPS, path) / count


def _descent(count):
    """Return the path, shape (count + 1, 2), and its losses."""
    hessian = np.array([1.0, KAPPA])
    path = np.array([KAPPA, 1.0]) * (1 - RATE * hessian) ** np.arange(count + 1)[:, None]
    return path, 0.5 * (path**2 @ hessian)


def _figure(count):
    """Return a matplotlib figure, a function that shows the first k steps, and the artists that it changes."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    path, loss = _descent(count)
    figure, (valley, curve) = plt.subplots(1, 2, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, width_ratios=(2, 1))
    x, y = np.linspace(-1.1 * KAPPA, 1.1 * KAPPA, 400), np.linspace(-8, 8, 400)
    z = 0.5 * (x[None, :] ** 2 + KAPPA * y[:, None] ** 2)
    valley.contour(x, y, z, levels=np.geomspace(1e-4, 1, LEVELS) * z.max())
    (trail,) = valley.plot([], [], "-o", markersize=4)
    curve.set(yscale="log", xlim=(0, count), ylim=(loss[-1] / 2, 2 * loss[0]))
    (line,) = curve.plot([], [])

    def show(k):
        trail.set_data(path[: k + 1, 0], path[: k + 1, 1])
        line.set_data(np.arange(k + 1), loss[: k + 1])
        return trail, line

    return figure, show, (trail, line)


def _writer():
    """Return a writer for matplotlib: ffmpeg if it is installed, else our encoder."""
    from matplotlib.animation import AbstractMovieWriter, FFMpegWriter

    if FFMpegWriter.isAvailable():
        return FFMpegWriter(fps=FPS, codec="libx264", extra_args=[*SETTINGS])

    class Writer(AbstractMovieWriter):
        def setup(self, fig, outfile, dpi=None):
            super().setup(fig, outfile, dpi)
            self.encoder = Encoder(Path(outfile), *SIZE, exact_rate(FPS))

        def grab_frame(self, **_):
            self.fig.canvas.draw()
            _offer(self.encoder, self.fig.canvas)

        def finish(self):
            _end(self.encoder)

    return Writer(fps=FPS)


def _animated(count, path):
    """Return the seconds per frame with FuncAnimation, as in the manual of matplotlib."""
    from matplotlib import pyplot as plt
    from matplotlib.animation import FuncAnimation

    begin = time.perf_counter()
    figure, show, _ = _figure(count)
    FuncAnimation(figure, show, frames=range(1, count + 1), blit=True).save(path, writer=_writer())
    spent = time.perf_counter() - begin
    plt.close(figure)
    return spent / count


def _blitted(count, path):
    """Return the seconds per frame with a kept background, two drawn artists and our encoder in its threads."""
    from matplotlib import pyplot as plt

    begin = time.perf_counter()
    figure, show, artists = _figure(count)
    canvas = figure.canvas
    for artist in artists:
        artist.set_animated(True)
    canvas.draw()
    background = canvas.copy_from_bbox(figure.bbox)
    with closing(Encoder(path, *SIZE, exact_rate(FPS))) as encoder:
        for k in range(1, count + 1):
            canvas.restore_region(background)
            for artist in show(k):
                artist.axes.draw_artist(artist)
            _offer(encoder, canvas)
        _end(encoder)
    spent = time.perf_counter() - begin
    plt.close(figure)
    return spent / count


def _offer(encoder, canvas):
    picture = encoder.free_frame()
    image = QImage(canvas.buffer_rgba(), *SIZE, 4 * SIZE[0], QImage.Format.Format_RGBX8888)
    picture.pixels[...] = np.frombuffer(
        image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8
    ).reshape(picture.pixels.shape)
    while not encoder.offer(picture):
        pass


def _end(encoder):
    while not encoder.offer("end"):
        pass
    while not encoder.has_ended():
        pass


def _manim(count, path):
    """Return the seconds per frame in a Manim process, without the time of its imports."""
    with suppress(FileNotFoundError):
        path.unlink()
    scene = Path(__file__).with_name("manim_scene.py")
    command = [
        os.environ.get("MANIM_PYTHON", sys.executable),
        str(scene),
        str(count),
        str(path),
        *(str(number) for number in (*SIZE, FPS, KAPPA, RATE)),
    ]
    done = subprocess.run(command, cwd=path.parent, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) / count
