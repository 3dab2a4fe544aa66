"""The obstacle `serial`: training is a chain of sequential steps, which more workers cannot shorten."""

from core.experiment import Obstacle
from core.obstacles.serial.copies import COPIES
from core.obstacles.serial.curves import CURVES
from core.obstacles.serial.loop import LOOP
from core.obstacles.serial.params import SerialParams

SERIAL = Obstacle("serial", "Serial limit", SerialParams, (LOOP, CURVES, COPIES))
