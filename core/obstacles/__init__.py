"""Obstacles, one folder each."""

from core.obstacles.conditioning import CONDITIONING
from core.obstacles.noise import NOISE

OBSTACLES = (CONDITIONING, NOISE)
