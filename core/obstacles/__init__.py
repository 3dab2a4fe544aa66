"""Obstacles, one folder each."""

from typing import Any

from core.experiment import Obstacle
from core.obstacles.conditioning import CONDITIONING
from core.obstacles.noise import NOISE

OBSTACLES: tuple[Obstacle[Any], ...] = (CONDITIONING, NOISE)
