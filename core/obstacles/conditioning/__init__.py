"""The obstacle `conditioning`: gradient descent zigzags on elliptic bowls."""

from core.experiment import Obstacle
from core.obstacles.conditioning.edge import EDGE
from core.obstacles.conditioning.law import LAW
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.race import RACE
from core.obstacles.conditioning.zigzag import ZIGZAG

CONDITIONING = Obstacle("conditioning", "Conditioning", ConditioningParams, (ZIGZAG, EDGE, RACE, LAW))
