"""The stages of all experiments, by address; each is imported when it is first opened, to start faster."""

from collections.abc import Mapping

from gui.picture.factory import StageFactory, lazy_factory

STAGES: Mapping[str, StageFactory] = {
    "conditioning/zigzag": lazy_factory("gui.stages.conditioning.zigzag", "ZigzagStage"),
    "conditioning/edge": lazy_factory("gui.stages.conditioning.edge", "EdgeStage"),
    "conditioning/race": lazy_factory("gui.stages.conditioning.race", "RaceStage"),
    "conditioning/law": lazy_factory("gui.stages.conditioning.law", "LawStage"),
    "noise/valley": lazy_factory("gui.stages.noise.valley", "ValleyStage"),
    "noise/compass": lazy_factory("gui.stages.noise.compass", "CompassStage"),
    "noise/roots": lazy_factory("gui.stages.noise.roots", "RootsStage"),
    "noise/cloud": lazy_factory("gui.stages.noise.cloud", "CloudStage"),
    "noise/bend": lazy_factory("gui.stages.noise.bend", "BendStage"),
    "nonlinearity/horizon": lazy_factory("gui.stages.nonlinearity.horizon", "HorizonStage"),
    "nonlinearity/toy": lazy_factory("gui.stages.nonlinearity.toy", "ToyStage"),
    "nonlinearity/stack": lazy_factory("gui.stages.nonlinearity.stack", "StackStage"),
    "nonlinearity/activation": lazy_factory("gui.stages.nonlinearity.activation", "ActivationStage"),
    "nonlinearity/price": lazy_factory("gui.stages.nonlinearity.price", "PriceStage"),
    "serial/loop": lazy_factory("gui.stages.serial.loop", "LoopStage"),
    "serial/curves": lazy_factory("gui.stages.serial.curves", "CurvesStage"),
    "serial/copies": lazy_factory("gui.stages.serial.copies", "CopiesStage"),
    "network/learn": lazy_factory("gui.stages.network.learn", "LearnStage"),
    "network/spectrum": lazy_factory("gui.stages.network.spectrum", "SpectrumStage"),
    "network/width": lazy_factory("gui.stages.network.width", "WidthStage"),
    "network/stability": lazy_factory("gui.stages.network.stability", "StabilityStage"),
    "network/batch": lazy_factory("gui.stages.network.batch", "BatchStage"),
    "network/depth": lazy_factory("gui.stages.network.depth", "DepthStage"),
    "network/plane": lazy_factory("gui.stages.network.plane", "PlaneStage"),
    "network/remedies": lazy_factory("gui.stages.network.remedies", "RemediesStage"),
    "network/exact": lazy_factory("gui.stages.network.exact", "ExactStage"),
}
