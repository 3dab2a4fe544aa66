"""Obstacles, one folder each."""

from core.obstacles.conditioning import CONDITIONING

OBSTACLES = (CONDITIONING,)
