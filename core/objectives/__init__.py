"""Objectives, one per file."""

from core.objectives.beale import Beale
from core.objectives.himmelblau import Himmelblau
from core.objectives.linear_layers import LinearLayers
from core.objectives.perceptron import Perceptron
from core.objectives.plateau import Plateau
from core.objectives.quadratic import Quadratic
from core.objectives.rosenbrock import Rosenbrock
from core.objectives.saddle import Saddle

OBJECTIVES = (Quadratic, Rosenbrock, Beale, Himmelblau, Saddle, Plateau, Perceptron, LinearLayers)
