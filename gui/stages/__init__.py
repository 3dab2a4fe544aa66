"""The stages of all experiments, by address."""

from collections.abc import Mapping

from gui.stage import StageFactory
from gui.stages.conditioning.edge import EdgeStage
from gui.stages.conditioning.law import LawStage
from gui.stages.conditioning.race import RaceStage
from gui.stages.conditioning.zigzag import ZigzagStage
from gui.stages.noise.bend import BendStage
from gui.stages.noise.cloud import CloudStage
from gui.stages.noise.compass import CompassStage
from gui.stages.noise.roots import RootsStage
from gui.stages.noise.valley import ValleyStage
from gui.stages.nonlinearity.activation import ActivationStage
from gui.stages.nonlinearity.horizon import HorizonStage
from gui.stages.nonlinearity.price import PriceStage
from gui.stages.nonlinearity.stack import StackStage
from gui.stages.nonlinearity.toy import ToyStage
from gui.stages.serial.copies import CopiesStage
from gui.stages.serial.curves import CurvesStage
from gui.stages.serial.loop import LoopStage

STAGES: Mapping[str, StageFactory] = {
    "conditioning/zigzag": ZigzagStage,
    "conditioning/edge": EdgeStage,
    "conditioning/race": RaceStage,
    "conditioning/law": LawStage,
    "noise/valley": ValleyStage,
    "noise/compass": CompassStage,
    "noise/roots": RootsStage,
    "noise/cloud": CloudStage,
    "noise/bend": BendStage,
    "nonlinearity/horizon": HorizonStage,
    "nonlinearity/toy": ToyStage,
    "nonlinearity/stack": StackStage,
    "nonlinearity/activation": ActivationStage,
    "nonlinearity/price": PriceStage,
    "serial/loop": LoopStage,
    "serial/curves": CurvesStage,
    "serial/copies": CopiesStage,
}
