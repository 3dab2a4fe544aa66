"""The stages of all experiments, by address; each is imported when it is first made, for a window opens with one."""

from collections.abc import Mapping

from gui.picture.stage import StageFactory, late

STAGES: Mapping[str, StageFactory] = {
    "conditioning/zigzag": late("gui.stages.conditioning.zigzag", "ZigzagStage"),
    "conditioning/edge": late("gui.stages.conditioning.edge", "EdgeStage"),
    "conditioning/race": late("gui.stages.conditioning.race", "RaceStage"),
    "conditioning/law": late("gui.stages.conditioning.law", "LawStage"),
    "noise/valley": late("gui.stages.noise.valley", "ValleyStage"),
    "noise/compass": late("gui.stages.noise.compass", "CompassStage"),
    "noise/roots": late("gui.stages.noise.roots", "RootsStage"),
    "noise/cloud": late("gui.stages.noise.cloud", "CloudStage"),
    "noise/bend": late("gui.stages.noise.bend", "BendStage"),
    "nonlinearity/horizon": late("gui.stages.nonlinearity.horizon", "HorizonStage"),
    "nonlinearity/toy": late("gui.stages.nonlinearity.toy", "ToyStage"),
    "nonlinearity/stack": late("gui.stages.nonlinearity.stack", "StackStage"),
    "nonlinearity/activation": late("gui.stages.nonlinearity.activation", "ActivationStage"),
    "nonlinearity/price": late("gui.stages.nonlinearity.price", "PriceStage"),
    "serial/loop": late("gui.stages.serial.loop", "LoopStage"),
    "serial/curves": late("gui.stages.serial.curves", "CurvesStage"),
    "serial/copies": late("gui.stages.serial.copies", "CopiesStage"),
}
