"""The obstacle `noise`: minibatch gradients dilute the direction and set a floor under the loss."""

from core.experiment import Obstacle
from core.obstacles.noise.bend import BEND
from core.obstacles.noise.cloud import CLOUD
from core.obstacles.noise.compass import COMPASS
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.roots import ROOTS
from core.obstacles.noise.valley import VALLEY

NOISE = Obstacle("noise", "Noise", NoiseParams, (VALLEY, COMPASS, ROOTS, CLOUD, BEND))
