"""The terms of the pictures are explained."""

import pytest

from gui.stages import STAGES
from gui.wording.terms import explanations

SYMBOLS = {
    "κ": "κ, ",
    "ν": "ν, ",
    "σ": "σ: ",
    "ε": "ε: ",
    "μ": "L, μ: ",
    "λ": "a, λ: ",
    "ξ": "a, g, ξ: ",
    "mean cosine": "mean cosine, ",
    "noise scale": "noise scale: ",
}
EXPLAINED = {
    "conditioning/zigzag": ["κ, ", "L, μ: ", "ε: "],
    "noise/compass": ["mean cosine, ", "B: ", "σ: "],
    "nonlinearity/stack": ["ν, ", "skip connection: ", "quartiles: "],
    "serial/copies": ["M: "],
}


def lines_of(stage):
    return explanations(text.source_text for text in stage.texts())


@pytest.mark.parametrize("address", STAGES)
def test_every_symbol_in_a_picture_is_explained(address, result_of, open_stage):
    stage = open_stage(address, result_of(address))
    words, lines = " ".join(text.text for text in stage.texts()), lines_of(stage)
    missing = [s for s, begin in SYMBOLS.items() if s in words and not any(line.startswith(begin) for line in lines)]
    assert missing == []
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize("address", EXPLAINED)
def test_a_picture_explains_its_own_terms_only(address, result_of, open_stage):
    lines = lines_of(open_stage(address, result_of(address)))
    assert [line for line in lines if not line.startswith(tuple(EXPLAINED[address]))] == []
    assert len(lines) == len(EXPLAINED[address])
