"""The obstacle `noise`: noise in minibatch gradients changes their direction and keeps the loss above a floor."""

from core.experiment import Obstacle
from core.obstacles.noise.bend import BEND
from core.obstacles.noise.cloud import CLOUD
from core.obstacles.noise.compass import COMPASS
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.roots import ROOTS
from core.obstacles.noise.valley import VALLEY

NOISE = Obstacle("noise", "Noise", NoiseParams, (VALLEY, COMPASS, ROOTS, CLOUD, BEND))
