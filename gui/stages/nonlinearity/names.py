"""What the stages of nonlinearity call networks and numbers, and the colors that families of networks have."""

from collections.abc import Collection

from gui.text import number, percent, tr

COLORS = {
    "linear": "gradient_descent",
    "relu": "heavy_ball",
    "tanh": "adam",
    "sigmoid": "rmsprop",
    "residual_linear": "newton",
    "residual_relu": "conjugate_gradient",
}
"""The methods whose colors and markers the families have: no method is shown beside them. Skips are the remedy."""
NAMES = {
    "linear": "linear",
    "relu": "ReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "residual_linear": "linear + skips",
    "residual_relu": "ReLU + skips",
}
HALL_NAMES = NAMES | {"residual_linear": "lin. + skips"}
LEAST = 1e-5
"""The smallest share that is told by its digits."""
NOTHING = 1e-12
"""A share below this is rounding."""


def names(families: Collection[str], *, hall: bool = False) -> dict[str, str]:
    """Return what families are called beside each other: what they have in common goes without saying."""
    if set(families) == {"linear", "residual_linear"}:
        return {"linear": tr("plain"), "residual_linear": tr("skips") if hall else tr("with skips")}
    return {family: tr((HALL_NAMES if hall else NAMES)[family]) for family in families}


def layers(count: float) -> str:
    """Return a number of layers."""
    return tr("1 layer") if count == 1 else tr("{count} layers", count=number(count))


def share(nu: float) -> str:
    """Return a share that no parabola explains; what is no more than rounding is none."""
    if nu < NOTHING:
        return tr("0 %")
    return percent(nu) if nu >= LEAST else tr("< {least}", least=percent(LEAST))


def opening(family: str) -> str:
    """Return what a family is called at the beginning of a sentence."""
    name = tr(NAMES[family])
    return name[0].upper() + name[1:]
