"""The Manim film of the comparison. Arguments: COUNT FILE WIDTH HEIGHT FPS KAPPA RATE; prints its seconds."""

import sys
import time
from pathlib import Path

import numpy as np
from manim import DOWN, TAU, UP, Axes, Scene, ValueTracker, VMobject, always_redraw, linear, tempconfig

count, output = int(sys.argv[1]), Path(sys.argv[2])
width, height, fps = map(int, sys.argv[3:6])
kappa, rate = map(float, sys.argv[6:8])
hessian = np.array([1.0, kappa])
path = np.array([kappa, 1.0]) * (1 - rate * hessian) ** np.arange(count + 1)[:, None]
loss = np.log10(0.5 * (path**2 @ hessian))


class Zigzag(Scene):
    def construct(self):
        valley = Axes(x_range=[-33, 33, 10], y_range=[-8, 8, 4], x_length=12, y_length=3).to_edge(UP)
        low, high = float(np.floor(loss[-1])), float(np.ceil(loss[0]))
        curve = Axes(x_range=[0, count, count // 4], y_range=[low, high, 2], x_length=12, y_length=3).to_edge(DOWN)
        self.add(valley, curve)
        top = 0.5 * (33.0**2 + kappa * 8.0**2)
        for level in top * np.geomspace(1e-4, 1, 24):
            wide, tall = np.sqrt(2 * level), np.sqrt(2 * level / kappa)
            self.add(
                valley.plot_parametric_curve(
                    lambda t, wide=wide, tall=tall: (wide * np.cos(t), tall * np.sin(t)),
                    t_range=[0, TAU],
                    stroke_width=1.5,
                )
            )
        step = ValueTracker(1)
        trail = [valley.c2p(*point) for point in path]
        line = [curve.c2p(k, value) for k, value in enumerate(loss)]
        for points, color in ((trail, "#2F5BD8"), (line, "#C4663A")):
            self.add(
                always_redraw(
                    lambda points=points, color=color: VMobject(color=color, stroke_width=3).set_points_as_corners(
                        points[: int(step.get_value()) + 1]
                    )
                )
            )
        self.play(step.animate.set_value(count), run_time=count / fps, rate_func=linear)


settings = {
    "pixel_width": width,
    "pixel_height": height,
    "frame_rate": fps,
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "media_dir": str(output.parent / "media"),
    "output_file": output.name,
}
with tempconfig(settings):
    begin = time.perf_counter()
    Zigzag().render()
    sys.stdout.write(f"{time.perf_counter() - begin}\n")
