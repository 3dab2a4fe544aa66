"""The obstacle `nonlinearity`: descent uses only local information, and each layer makes the loss more nonlinear."""

from core.experiment import Obstacle
from core.obstacles.nonlinearity.activation import ACTIVATION
from core.obstacles.nonlinearity.horizon import HORIZON
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.price import PRICE
from core.obstacles.nonlinearity.stack import STACK
from core.obstacles.nonlinearity.toy import TOY

NONLINEARITY = Obstacle("nonlinearity", "Nonlinearity", NonlinearityParams, (HORIZON, TOY, STACK, ACTIVATION, PRICE))
