"""Optimizers, one per file."""

from core.optimizers.adagrad import Adagrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.adaptive_kfac import AdaptiveKFAC
from core.optimizers.conjugate_gradient import ConjugateGradient
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.kfac import KFAC
from core.optimizers.lion import Lion
from core.optimizers.muon import Muon
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.optimizers.rmsprop import RMSprop
from core.optimizers.shampoo import Shampoo
from core.optimizers.steepest_descent import SteepestDescent

OPTIMIZERS = (
    GradientDescent,
    SteepestDescent,
    HeavyBall,
    Nesterov,
    ConjugateGradient,
    Newton,
    Adagrad,
    RMSprop,
    Adam,
    AdamW,
    Lion,
    KFAC,
    AdaptiveKFAC,
    Shampoo,
    Muon,
)
