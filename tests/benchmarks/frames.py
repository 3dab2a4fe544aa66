"""The time of a frame at 1920 x 1080 on screens of several pixel ratios: played, scrubbed back, and in another view.

    python tests/benchmarks/frames.py RESULTS [--quick]

measures in a process of its own, at the pixel ratio of its environment, the results that the benchmark wrote to a file.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from cases import CASES, SIZE, result
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from table import Line, log, median, p95, timed

from gui.picture.view import View
from gui.session.timeline import frame_positions
from gui.stages import STAGES
from gui.style.theme import DARK, HALL

FRAME_TIME_MS = 16.7
RATIOS = {"1": 9.0, "1.25": 10.0, "2": 12.0}
"""The pixel ratios, and the milliseconds of a frame that they allow."""
CHANGE_TIME_MS = 100.0
"""Milliseconds until a picture in another view is on screen and other events are handled."""
SCRUB_FRAMES = 120
"""Frames of a drag of the scrub bar from the end to the beginning."""
QUICK_STRIDE = 24
"""With --quick, one of this many frames is painted."""
CHANGES = {
    "another size": {"width": SIZE[0] - 120, "height": SIZE[1] - 60},
    "another theme": {"theme": DARK},
    "another text size": {"type_size": HALL},
}


class OnScreen:
    """A stage whose widget is shown: a frame is `show`, and what the event loop then paints."""

    def __init__(self, factory, result):
        self.stage, self.result = factory(View(*SIZE)), result
        self.stage.widget.show()
        QCoreApplication.processEvents()  # nothing is painted before the widget is exposed

    def frame(self, position):
        self.stage.show(self.result, position)
        QCoreApplication.processEvents()

    def settle(self):
        """Wait until a long trail is complete, which is drawn in slices."""
        quiet = 0
        while quiet < 10:
            quiet = quiet + 1 if timed(QCoreApplication.processEvents) < 1.0 else 0
            time.sleep(0.002)

    def change_view(self, change):
        """Show another view, and return the milliseconds of the longest time without other events."""
        begin = time.perf_counter()
        self.stage.set_view(replace(self.stage.view, **change))
        QCoreApplication.processEvents()
        gaps = [time.perf_counter() - begin]
        for _ in range(20):  # the slices of a long trail
            gaps.append(timed(QCoreApplication.processEvents) / 1e3)
        return 1e3 * max(gaps)

    def close(self):
        self.stage.close()


class OnImage(OnScreen):
    """A stage as the exporter uses it."""

    def __init__(self, factory, result):
        self.stage, self.result = factory(View(*SIZE)), result
        self.image = QImage(*SIZE, QImage.Format.Format_RGB32)

    def frame(self, position):
        self.stage.show(self.result, position)
        self.stage.render(self.image)


def frame_times(pictured, positions):
    """Return the milliseconds of each frame but the first, which warms up the caches."""
    pictured.frame(positions[0])
    return [timed(lambda at=at: pictured.frame(at)) for at in positions[1:]]


def measure(quick):
    chosen = [case for case in CASES if not (quick and case.heavy)]
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        results.write_bytes(pickle.dumps([(case, result(case)) for case in chosen]))
        for ratio, budget in RATIOS.items():
            log(f"frames at pixel ratio {ratio}")
            for name, value, allowed, note in _in_process(results, ratio, quick):
                yield Line(
                    f"{name}, ratio {ratio}", value, budget if allowed is None else allowed, " ms", note=note, digits=1
                )


def _in_process(results, ratio, quick):
    """Return the measurements of a process at a pixel ratio."""
    command = [sys.executable, __file__, results, *(["--quick"] if quick else [])]
    environment = os.environ | {"QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _measure_here(results, stride):
    for case, run in results:
        pictured = OnScreen(STAGES[case.target], run)
        film = list(frame_positions(pictured.stage.schedule(run), 60))[::stride]
        back = np.linspace(run.length, 0, SCRUB_FRAMES).tolist()[::stride]
        for way, positions in (("playing", film), ("scrubbing back", back)):
            costs = frame_times(pictured, positions)
            note = f"median {median(costs):.1f} max {max(costs):.1f}"
            yield f"live frame, {way}, p95: {case.name}", p95(costs), None, note
        pictured.frame(float(run.length))
        gaps = {name: pictured.change_view(change) for name, change in CHANGES.items()}
        note = "; ".join(f"{name} {gap:.0f}" for name, gap in gaps.items())
        yield f"picture in another view, longest: {case.name}", max(gaps.values()), CHANGE_TIME_MS, note
        pictured.close()


def main():
    from gui.platform.application import application

    application()
    results = pickle.loads(Path(sys.argv[1]).read_bytes())
    stride = QUICK_STRIDE if "--quick" in sys.argv else 1
    sys.stdout.write(json.dumps(list(_measure_here(results, stride))))


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path.insert(0, str(root))
    main()
