"""Sentences of pictures have their templates in the translation catalog."""

from contextlib import closing

import pytest
from claims.check import VIEWS, Outcome, eager
from house.templates import catalog
from short_runs import SMALL

from core.params import make
from core.scene import find_experiment
from gui.stages import STAGES
from gui.wording.text import sentences


def results_of(address):
    """The first partial result and the final result of an experiment."""
    obstacle, experiment = find_experiment(address)
    values = {name: value for name, value in SMALL[obstacle.key].items() if name in experiment.reads}
    with eager():
        run = Outcome(experiment.run(make(obstacle.params, values)))
        partials = list(run)
    return [*partials[:1], run.final]


@pytest.mark.parametrize("address", STAGES)
def test_every_sentence_of_a_picture_has_a_template_in_the_catalog(address):
    shown = set()
    for result in results_of(address):
        for view in VIEWS:
            with closing(STAGES[address](view)) as stage:
                for position in (0.0, result.length / 2, float(result.length)):
                    stage.show(result, position)
                    shown |= {said.template for text in stage.texts() for said in sentences(text.source_text)}
    assert len(shown) > 5
    assert shown - {""} - catalog() == set()
