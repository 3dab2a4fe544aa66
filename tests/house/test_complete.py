"""Whatever belongs to an experiment exists: the message names the file to write."""

from importlib import import_module
from pathlib import Path

import pytest

from core.scene import TARGETS
from gui.stages import STAGES

ROOT = Path(__file__).parents[2]
ORACLE_SETTINGS = ("NEUTRAL", "LIMITS", "SMALL", "QUICK", "EXAMPLES")


@pytest.mark.parametrize("address", TARGETS)
def test_an_experiment_has_a_stage(address):
    assert address in STAGES, f"{address} needs a stage: a file in gui/stages/ and a line in gui/stages/__init__.py"


def test_every_stage_belongs_to_an_experiment():
    assert set(STAGES) <= set(TARGETS)


@pytest.mark.parametrize("address", TARGETS)
def test_an_experiment_has_oracles(address):
    file = ROOT / "tests/claims/oracles" / f"{address}.py"
    assert file.is_file(), f"{address} needs oracles: write {file.relative_to(ROOT)}, see tests/claims/check.py"
    module = import_module(f"claims.oracles.{address.replace('/', '.')}")
    missing = [name for name in ORACLE_SETTINGS if not hasattr(module, name)]
    assert missing == [], f"{file.relative_to(ROOT)} needs {', '.join(missing)}, see tests/claims/draw.py"


@pytest.mark.parametrize("address", TARGETS)
@pytest.mark.parametrize("folder", ["tests/core/obstacles", "tests/gui/stages"])
def test_an_experiment_has_tests(address, folder):
    obstacle, _, key = address.partition("/")
    named = [
        path
        for path in (ROOT / folder / obstacle).glob("test_*.py")
        if address in path.read_text("utf-8") or f"_{key}" in path.stem
    ]
    assert named, f"{address} needs tests: write {folder}/{obstacle}/test_{key}.py"
