"""Drawing styles of series other than methods, in groups; the series of one group appear side by side."""

from gui.style.series import Series

NETWORKS = {
    "linear": Series("blue"),
    "relu": Series("orange", marker="square"),
    "tanh": Series("red", marker="down"),
    "sigmoid": Series("black", marker="cross"),
    # Skip connections are the remedy, whose color is green.
    "residual_linear": Series("green", marker="star", weight=1.3),
    "residual_relu": Series("teal", marker="diamond"),
    "residual_tanh": Series("purple", marker="triangle"),
}
SLICES = {
    "two_entries": Series("teal"),
    "tied": Series("blue"),
}
GRADIENTS = {
    "exact": Series("blue"),
    "noisy": Series("red"),
    "smaller_batch": Series("orange"),
    "larger_batch": Series("teal"),
}
SIGNALS = {
    "fixed_signal": Series("blue"),
    "own_signal": Series("green", marker="star", weight=1.3),
}
CLOCKS = {
    "python": Series("teal", marker="diamond"),
    "digits": Series("orange", marker="square"),
    "yours": Series("blue"),
}
COPIES = {
    "numpy_total": Series("blue"),
    "numpy_per_copy": Series("orange", (6.0, 3.0), "square"),
    "numba_total": Series("teal", (8.0, 3.0, 2.0, 3.0), "diamond"),
    "numba_per_copy": Series("purple", (2.0, 2.0), "triangle"),
}
PROCESSORS = {
    "transistors": Series("orange", marker="square"),
    "single_thread": Series("blue"),
    "clock": Series("purple", marker="triangle"),
    "cores": Series("teal", marker="diamond"),
}
SPLITS = {
    "training": Series("orange", marker="square"),
    "held_out": Series("blue"),
}
SPECTRUM = {
    "upward": Series("blue"),
    "downward": Series("red", hollow=True),
    "flat": Series("teal"),
}
WIDTHS = {
    "conditioning": Series("red", marker="triangle"),
    "tuned_steps": Series("blue"),
    "initial_conditioning": Series("orange", (4.0, 2.0), "triangle", hollow=True),
    "fixed_steps": Series("teal", (4.0, 2.0), hollow=True),
}
GROUPS = (NETWORKS, SLICES, GRADIENTS, SIGNALS, CLOCKS, COPIES, PROCESSORS, SPLITS, SPECTRUM, WIDTHS)
