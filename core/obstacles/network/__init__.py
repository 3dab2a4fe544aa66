"""The obstacle `network`: the three obstacles and their remedies in a real network that learns digits."""

from core.experiment import Obstacle
from core.obstacles.network.batch import BATCH
from core.obstacles.network.depth import DEPTH
from core.obstacles.network.exact import EXACT
from core.obstacles.network.learn import LEARN
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.plane import PLANE
from core.obstacles.network.remedies import REMEDIES
from core.obstacles.network.spectrum import SPECTRUM
from core.obstacles.network.stability import STABILITY
from core.obstacles.network.width import WIDTH

NETWORK = Obstacle(
    "network", "Network", NetworkParams, (LEARN, SPECTRUM, WIDTH, STABILITY, BATCH, DEPTH, PLANE, REMEDIES, EXACT)
)
