"""Objectives, one per file."""

from core.objectives.quadratic import Quadratic

OBJECTIVES = (Quadratic,)
