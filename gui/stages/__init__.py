"""The stages of all experiments, by address."""

from collections.abc import Mapping

from gui.stage import StageFactory
from gui.stages.conditioning.law import LawStage
from gui.stages.conditioning.zigzag import ZigzagStage

STAGES: Mapping[str, StageFactory] = {
    "conditioning/zigzag": ZigzagStage,
    "conditioning/law": LawStage,
}
