"""Optimizers, one per file."""

from core.optimizers.conjugate_gradient import ConjugateGradient
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.optimizers.steepest_descent import SteepestDescent

OPTIMIZERS = (GradientDescent, SteepestDescent, HeavyBall, Nesterov, ConjugateGradient, Newton)
