"""The examples of CONTRIBUTING.md run and do what the page says."""

import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from claims.check import Claim
from PySide6.QtGui import QColor, QImage
from qt_application import qt_application

from core.objective import Evaluator
from core.objectives.quadratic import Quadratic
from core.obstacles.conditioning.params import ConditioningParams
from core.optimizer import advance
from core.run import run_to_end
from core.scene_reading import ALLOWED, read
from gui.picture.view import View
from gui.wording.text import sentences

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def examples():
    """A module in which all examples have run, one after the other."""
    qt_application()
    module = ModuleType("contributing_examples")
    sys.modules[module.__name__] = module
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "CONTRIBUTING.md", "exec"), module.__dict__)
    yield module
    del sys.modules[module.__name__]


def test_the_optimizer_takes_steps_of_equal_size_in_each_coordinate(examples):
    optimizer = examples.SignDescent(learning_rate=0.25)
    at = Evaluator(Quadratic.from_eigenvalues([1.0, 10.0])).at
    state, points, _ = advance(optimizer, at, optimizer.init(np.array([[1.0, -1.0], [2.0, 1.0]])), 2)
    assert state.x.tolist() == [[0.5, -0.5], [1.5, 0.5]]
    assert points.shape == (2, 2, 2)


def test_the_experiment_counts_the_steps_to_half_of_the_loss(examples):
    result = run_to_end(examples.HALVING.run(ConditioningParams(condition_number=4.0)))
    # The iterate is (1 - 0.01 n) (1, 1): its loss is half of the initial one once 1 - 0.01 n <= 1 / sqrt(2).
    assert result.halved_at == 30
    assert result.length == 100
    assert result.summary()["halved_at"] == 30


def test_the_picture_draws_the_square_where_the_loss_is(examples):
    result = run_to_end(examples.HALVING.run(ConditioningParams(condition_number=4.0)))
    view = View(640, 360)
    stage = examples.HalvingStage(view)
    stage.show(result, 50.0)
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    stage.render(image)
    at = stage._axes.plot.point(50.0, result.loss[50])
    assert image.pixelColor(round(at.x()), round(at.y())) == QColor(view.theme.ink)
    assert stage.title.text == "Sign descent halves the loss in 30 steps"
    stage.close()


@pytest.mark.parametrize("condition_number", [1.0, 4.0, 100.0])
@pytest.mark.parametrize("position", [0.0, 30.0, 100.0])
def test_the_oracles_confirm_the_texts_of_the_picture(examples, condition_number, position):
    result = run_to_end(examples.HALVING.run(ConditioningParams(condition_number=condition_number)))
    stage = examples.HalvingStage(View(640, 360))
    stage.show(result, position)
    texts = [each for text in stage.texts() for each in sentences(text.source_text)]
    claims = [(each, name) for each in texts for name in each.claims]
    assert {name for _, name in claims} == {"halved_at", "loss"}
    assert all(getattr(examples, name)(Claim(each, result, position)) for each, name in claims)
    assert {each.template for each in texts if not each.claims} == set(examples.NEUTRAL)
    stage.close()


def test_every_path_that_the_page_names_exists():
    named = set(re.findall(r"`((?:core|gui|tests|resources)/[\w/.]+)`", PAGE))
    assert len(named) > 8
    assert [path for path in named if not (ROOT / path).exists()] == []


def scene_files():
    _, _, section = PAGE.partition("## Scene files")
    return section.partition("\n## ")[0]


def test_the_example_of_a_scene_file_is_read():
    _, _, example = scene_files().partition("```toml\n")
    file = read(example.partition("```")[0].encode(), Path("talk.toml"))
    assert [scene.id for scene in file.scenes] == ["ten-steps"]


def test_every_field_of_a_scene_file_is_described():
    described = set(re.findall(r"`([a-z_]+)`", scene_files())) | {"scene"}
    assert set(ALLOWED) <= described
