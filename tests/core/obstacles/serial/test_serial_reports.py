import math
import pickle
import re
from dataclasses import fields

import numpy as np
import pytest
from leaves import leaves

from core import document
from core.obstacles.serial import SERIAL, machine
from core.params import make
from core.run import run_to_end

SMALL = {"copies": "1,5,40", "repeats": 3}
pytestmark = pytest.mark.usefixtures("quick")
each_experiment = pytest.mark.parametrize("experiment", SERIAL.experiments, ids=lambda each: each.key)


def arrays(result):
    for field in fields(result):
        value = getattr(result, field.name)
        yield from (part for part in getattr(value, "values", lambda v=value: [v])() if isinstance(part, np.ndarray))


@each_experiment
def test_two_runs_print_the_same_except_for_measured_times(experiment, repeatable):
    first, again = (run_to_end(experiment.run(make(SERIAL.params, SMALL))) for _ in range(2))
    documents = [document.document("serial", each.params, {experiment.key: each}) for each in (first, again)]
    for form in (document.to_json, document.to_csv):
        assert form(repeatable(documents[0])) == form(repeatable(documents[1]))
        assert (form(documents[0]) == form(documents[1])) is not experiment.measures_time
    assert ("measured" in first.summary()) is experiment.measures_time


@each_experiment
def test_results_survive_npz_and_pickling_and_summaries_are_plain(experiment):
    result = run_to_end(experiment.run(make(SERIAL.params, SMALL)))
    stored = document.to_npz({experiment.key: result})
    restored = document.from_npz(stored, SERIAL)[experiment.key]
    assert document.to_npz({experiment.key: restored}) == stored
    unpacked = pickle.loads(pickle.dumps(result))
    assert unpacked.run == result.run
    for twin in (restored, unpacked):
        assert twin.summary() == result.summary()
        assert not any(part.flags.writeable for part in arrays(twin))
    found = list(leaves(result.summary()))
    assert not [part for part in found if part is not None and type(part) not in (int, float, str)]
    assert all(math.isfinite(part) for part in found if isinstance(part, float))


@each_experiment
def test_a_run_can_be_closed_at_a_yield(experiment):
    run = experiment.run(make(SERIAL.params, SMALL))
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)


def test_csv_marks_measured_values():
    result = run_to_end(SERIAL.experiment("copies").run(make(SERIAL.params, SMALL)))
    rows = document.to_csv(document.document("serial", result.params, {"copies": result})).decode().splitlines()
    assert "copies,,1,copies,5" in rows
    assert sum(row.startswith("copies,numpy,0,measured_total_median,") for row in rows) == 1
    assert sum(row.startswith("copies,python,,measured_machine,") for row in rows) == 1


def test_the_machine_has_a_date_and_a_model_but_no_host_name(monkeypatch):
    monkeypatch.setenv("USER", "somebody")
    monkeypatch.setattr("platform.node", lambda: pytest.fail("asked for the host"))
    found = machine.this_machine()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", found.date)
    assert found.processors >= 1
    assert found.model
    assert found.numpy == np.__version__
    assert "somebody" not in str(found)
