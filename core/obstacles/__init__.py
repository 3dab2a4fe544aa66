"""Obstacles, one folder each."""

from typing import Any

from core.experiment import Obstacle
from core.obstacles.conditioning import CONDITIONING
from core.obstacles.network import NETWORK
from core.obstacles.noise import NOISE
from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.serial import SERIAL

OBSTACLES: tuple[Obstacle[Any], ...] = (CONDITIONING, NOISE, NONLINEARITY, SERIAL, NETWORK)
