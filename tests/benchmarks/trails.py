"""The longest trail: 100,000 noisy steps on the Rosenbrock function; the last frames compared with early ones."""

from dataclasses import dataclass

import numpy as np
from cases import CASES, result
from frames import FRAME_TIME_MS, OnImage, OnScreen, frame_times
from table import Line, median, timed

from core.arrays import FloatArray, frozen
from core.experiment import Result
from core.objectives.rosenbrock import Rosenbrock
from core.params import Params
from gui.picture.stage import Stage
from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.plot import Plot, PlotStyle
from gui.plots.trail import Trail
from gui.plots.trail_drawing import TrailStyle
from gui.stages import STAGES

STEPS = 100_000
VALLEY, RATE, SIGMA = 10.0, 0.005, 20.0
X, Y = (-2.5, 2.5), (-1.5, 5.0)
SAMPLE = 40
"""Number of frames in each median."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Walk(Result):
    """A noisy descent."""

    path: FloatArray

    @property
    def length(self):
        return len(self.path) - 1

    def summary(self):
        return {}


def walk(steps):
    """Return gradient descent with normal noise on the gradient."""
    noise = SIGMA * np.random.default_rng(0).standard_normal((steps, 2))
    path = np.empty((steps + 1, 2))
    x, y = path[0] = (-1.5, 2.0)
    for k, (east, north) in enumerate(noise.tolist()):
        off = y - x * x
        x, y = x - RATE * (2 * (x - 1) - 4 * VALLEY * x * off + east), y - RATE * (2 * VALLEY * off + north)
        path[k + 1] = x, y
    return Walk(params=Params(), path=frozen(path))


class Valley(Stage):
    """The walk over the valley's landscape, its older steps faded."""

    def _build(self):
        self.plot, self.contour, self.trail = Plot(self.widget.scene(), axes=False), Contour(), Trail()
        self.plot.add(self.contour)
        self.plot.add(self.trail)

    def _arrange(self, view, picture):
        theme = view.theme
        self.plot.place(
            picture, PlotStyle(theme, self.text_size("ticks"), self.stroke_width("axis"), self.stroke_width("grid"))
        )
        self.contour.set_style(
            ContourStyle(theme, self.stroke_width("contour"), self.stroke_width("ring"), self.stroke_width("casing"))
        )
        self.trail.set_style(
            TrailStyle(
                theme=theme,
                series=theme.series["gradient_descent"],
                width=self.px(3),
                casing=self.stroke_width("casing"),
                marker=self.stroke_width("iterate"),
                current=self.stroke_width("current"),
                min_marker_distance=self.px(12),
                faded_width=self.px(1.5),
            )
        )

    def _load(self, result, *, grown):
        x, y = np.linspace(*X, 400), np.linspace(*Y, 220)
        values = np.sqrt(Rosenbrock(valley=VALLEY).value(np.stack(np.meshgrid(x, y), axis=-1)))
        self.contour.set_values(GridValues(x, y, values, tuple(np.geomspace(0.3, 25, 10).tolist())))
        self.plot.set_range(X, Y)
        self.trail.set_path(result.path)

    def _move(self, result, position):
        self.trail.set_position(position)


def ratio(factory, result, kind, rounds):
    """Return the median frame times in ms around frame 100 and at the end, and the median of their ratio.

    The run is played by single steps, and by the strides of a film of a few seconds; the larger ratio
    counts.
    """
    found = []
    for stride in (1, max(1, result.length // 420)):
        pictured = kind(factory, result)
        early = [float(at) for at in range(100 * stride, (100 + SAMPLE) * stride, stride)]
        late = [float(result.length - k * stride) for k in reversed(range(SAMPLE))]
        for positions in (early, late):
            frame_times(pictured, positions)
            pictured.settle()
        pairs = [(median(frame_times(pictured, early)), median(frame_times(pictured, late))) for _ in range(rounds)]
        pictured.close()
        found.append((*np.median(pairs, axis=0), median([last / first for first, last in pairs])))
    return max(found, key=lambda each: each[2])


def measure(quick):
    rounds, long = 1 if quick else 5, walk(10_000 if quick else STEPS)
    runs = {f"{long.length} noisy steps": (Valley, long)}
    for case in CASES:
        if case.heavy and case.key == "zigzag" and not quick:
            runs[case.name] = (STAGES[case.target], result(case))
    for name, (factory, run) in runs.items():
        first, last, found = max(
            (ratio(factory, run, kind, rounds) for kind in (OnScreen, OnImage)), key=lambda r: r[2]
        )
        note = f"{last:.1f} / {first:.1f} ms"
        yield Line(f"last frame / frame 100: {name}", found, 1.2, note=note)
    yield from _jumps(long)


def _jumps(run):
    """Measure jumps from the end to random positions."""
    pictured = OnScreen(Valley, run)
    first = timed(lambda: pictured.frame(run.length))
    pictured.settle()
    costs = []
    for target in np.random.default_rng(1).uniform(0, run.length, SAMPLE).tolist():
        costs.append(timed(lambda at=target: pictured.frame(at)))
        pictured.frame(run.length)
    pictured.close()
    name = f"jump back from the end, median: {run.length} noisy steps"
    yield Line(
        name, median(costs), FRAME_TIME_MS, " ms", note=f"max {max(costs):.1f}; first frame {first:.0f} ms", digits=1
    )
