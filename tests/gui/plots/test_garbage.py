"""Garbage that is collected while items come to a view: Qt holds a lock then that the collector must not ask for."""

import gc
import subprocess
import sys
from contextlib import suppress

import pytest

from gui.platform.gc_guard import gc_paused

SCRIPT = """
import gc, random
from PySide6.QtCore import QTimer
from gui.platform.application import application, process_deferred_deletes
from gui.plots.canvas import Canvas
from gui.plots.curve import Lines
from gui.plots.plot import Plot

class Ring:
    pass

def ring():
    made = Ring()
    made.itself, made.timer = made, QTimer()
    made.timer.timeout.connect(made.timer.stop)
    return made

app, chance = application(), random.Random(1)
gc.collect()
for k in range(500):
    gc.set_threshold(10**9)
    canvas, item = Canvas(), Lines()
    plot = Plot(canvas.scene(), axes=False, framed=False)
    held = [ring() for _ in range(60)]
    gc.collect(0)
    held.clear()
    gc.set_threshold(chance.randint(1, 60), 0, 10**9)  # the collector comes at any moment of what follows
    plot.add(item)
    gc.set_threshold(10**9)
    canvas.close(), canvas.scene().clear(), canvas.deleteLater()
    if k % 50 == 0:
        gc.collect(), process_deferred_deletes()
"""


def test_adding_an_item_to_a_plot_never_deadlocks():
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=60)


@pytest.mark.parametrize("before", [True, False])
def test_garbage_collection_is_restored_after_adding(before):
    (gc.enable if before else gc.disable)()
    try:
        with suppress(ValueError), gc_paused():
            with gc_paused():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is before
    finally:
        gc.enable()
