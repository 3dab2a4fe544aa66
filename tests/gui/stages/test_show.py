"""A picture is a pure function of result, position and view."""

from contextlib import closing
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from core.obstacles import OBSTACLES
from core.obstacles.noise.recent import Recent
from core.params import make
from core.run import Progress, in_this_process
from gui.picture.view import View
from gui.plots.pixels import PixelItem
from gui.stages import STAGES
from gui.style.theme import DARK, HALL

VIEW = View(640, 360)
CASES = (
    "default",
    "kappa 100",
    "turned",
    "every method",
    "diverging",
    "large batch",
    "bend",
    "gaps",
    "late break",
    "odd chain",
    "from above",
)


@pytest.fixture
def shown(painted):
    """shown(address, result, position, view): the pixels of a stage that has shown nothing before."""

    def show(address, result, position, view=VIEW):
        with closing(STAGES[address](view)) as stage:
            stage.show(result, position)
            return painted(stage)

    return show


def places(result):
    return [0.0, 1.0, 2.37, 0.5 * result.length, float(result.length)]


def test_playing_and_seeking_give_the_pixels_of_a_new_stage(address, case, result_of, shown, painted):
    result = result_of(address, case)
    wanted = {place: shown(address, result, place) for place in places(result)}
    with closing(STAGES[address](VIEW)) as stage:
        for place in sorted({*places(result), *np.linspace(0, result.length, 12).tolist()}):
            stage.show(result, place)
            image = painted(stage)
            assert place not in wanted or image == wanted[place], f"playing to {place}"
        for place in reversed(places(result)):
            stage.show(result, place)
            assert painted(stage) == wanted[place], f"back to {place}"
    assert wanted[0.0] != wanted[float(result.length)]


def test_painting_only_some_positions_changes_nothing(address, result_of, cases, shown, painted):
    result = result_of(address, cases(address, ("kappa 100", "large batch", "gaps", "odd chain", "from above"))[0])
    with closing(STAGES[address](VIEW)) as stage:
        for place in (5.0, 0.0, 7.7, float(result.length), 2.37):
            stage.show(result, place)
        assert painted(stage) == shown(address, result, 2.37)
        assert painted(stage) == shown(address, result, 2.37)


@pytest.mark.parametrize("other", [View(720, 400), View(640, 360, DARK), View(640, 360, type_size=HALL)])
def test_a_changed_view_can_be_restored_to_the_pixel(address, other, result_of, shown, painted):
    result = result_of(address)
    with closing(STAGES[address](VIEW)) as stage:
        stage.show(result, 3.0)
        painted(stage)
        stage.set_view(other)
        assert painted(stage) == shown(address, result, 3.0, other)
        stage.set_view(VIEW)
        assert painted(stage) == shown(address, result, 3.0)


OTHERS = (
    "default",
    "diverging",
    "every method",
    "one step",
    "kappa 10000",
    "large batch",
    "faint",
    "bend",
    "gaps",
    "one of each",
    "every family",
    "corner",
    "late break",
    "odd chain",
    "from above",
)


def test_a_changed_result_can_be_restored_to_the_pixel(address, result_of, cases, shown, painted):
    first = result_of(address)
    with closing(STAGES[address](VIEW)) as stage:
        for name in (*cases(address, OTHERS), "default"):
            stage.show(result_of(address, name), 1.0)
            painted(stage)
        assert painted(stage) == shown(address, first, 1.0)


def test_a_removed_caption_or_notice_leaves_no_pixel(address, result_of, shown, painted):
    from gui.wording.text import tr

    result = result_of(address)
    with closing(STAGES[address](replace(VIEW, caption=False))) as stage:
        stage.show(result, 3.0)
        painted(stage)
        stage.set_view(VIEW)
        stage.set_notice(tr("Computing…"))
        assert painted(stage) != shown(address, result, 3.0)
        stage.set_notice(())
        assert painted(stage) == shown(address, result, 3.0)


def test_positions_beyond_the_ends_are_the_ends(address, result_of, shown):
    result = result_of(address)
    assert shown(address, result, -2.0) == shown(address, result, 0.0)
    assert shown(address, result, result.length + 9.0) == shown(address, result, float(result.length))


@pytest.fixture
def partials(monkeypatch):
    """partials(address, **values): every partial result of a run that reports whenever it can, and the last one.

    Values that the experiment does not read are left out.
    """

    def run(address, **values):
        obstacle, _, key = address.partition("/")
        (owner,) = [one for one in OBSTACLES if one.key == obstacle]
        experiment = owner.experiment(key)
        monkeypatch.setattr("core.run.YieldTimer.due", lambda _: True)
        # With what earlier runs have measured a run would end at once.
        monkeypatch.setattr("core.obstacles.noise.roots._MEASURED", Recent(128))
        read = {name: value for name, value in values.items() if name in experiment.reads}
        made, running = [], in_this_process(experiment.run(make(owner.params, read)))
        while True:
            try:
                progress = next(running)
            except StopIteration as stop:
                return [*made, stop.value]
            assert isinstance(progress, Progress)
            made += [progress.partial] * (progress.partial is not None)

    return run


SHORT = {
    "max_steps": 600,
    "repeats": 3,
    "depths": "1,2,4",
    "problems": 3,
    "replicates": 5,
    "digits": 20,
    "widths": "3,5",
    "batch_sizes": "1,4,20",
    "hidden": "8",
}
"""Parameters that keep runs with many reports short."""
AT_ONCE = {"serial/curves"}
"""Experiments without partial results."""
GROWING = [{"condition_number": 100}, {"condition_number": 300, "optimizers": "adam,gradient_descent"}]


@pytest.mark.parametrize("values", GROWING)
def test_partial_results_end_with_the_picture_of_the_last_one(address, values, partials, shown, painted):
    made = partials(address, **values, **SHORT)
    assert len(made) > 3 or address in AT_ONCE
    assert len({result.run for result in made}) == 1
    with closing(STAGES[address](VIEW)) as stage:
        for k, result in enumerate(made):
            stage.show(result, float(result.length) if k % 2 else 1.0)
            if k % 3 == 0:
                painted(stage)
        stage.show(made[-1], float(made[-1].length))
        assert painted(stage) == shown(address, made[-1], float(made[-1].length))
        stage.show(made[-1], 2.37)
        assert painted(stage) == shown(address, made[-1], 2.37)


def test_every_partial_result_has_the_picture_of_a_new_stage(address, partials, shown, painted):
    made = partials(address, condition_number=60, **SHORT)
    with closing(STAGES[address](VIEW)) as stage:
        for result in made[:: max(1, len(made) // 6)]:
            stage.show(result, float(result.length))
            assert painted(stage) == shown(address, result, float(result.length))


def test_a_partial_result_survives_another_view(address, partials, shown, painted):
    made = partials(address, condition_number=100, **SHORT)
    early, last = made[-2:] if address not in AT_ONCE else 2 * made
    with closing(STAGES[address](VIEW)) as stage:
        stage.show(early, 1.0)
        painted(stage)
        stage.set_view(View(640, 360, DARK))
        painted(stage)
        stage.show(last, 4.0)
        assert painted(stage) == shown(address, last, 4.0, View(640, 360, DARK))


def drawn_items(stage):
    return [item for item in stage.widget.scene().items() if isinstance(item, PixelItem) and item.isVisible()]


def test_an_item_that_fails_is_marked_and_logged_once_and_the_rest_is_drawn(
    address, result_of, painted, monkeypatch, caplog
):
    result, numbers = result_of(address), count()
    with closing(STAGES[address](VIEW)) as stage, closing(STAGES[address](VIEW)) as sound:
        sound.show(result, 2.0)
        whole = painted(sound)
        stage.show(result, 2.0)

        def draw(painter, area):
            next(numbers)
            raise ZeroDivisionError("a bug of ours")

        items = {type(item).__name__: item for item in reversed(drawn_items(stage))}
        name = "Contour" if "Contour" in items else "Lines"
        broken = items[name]
        monkeypatch.setattr(broken, "draw", draw)
        painted(stage)
        marked = painted(stage)
        assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
        assert name in caplog.text
        assert next(numbers) == 1
        assert marked != whole
        assert sorted(text.text for text in stage.texts()) == sorted(text.text for text in sound.texts())
        area = broken.area()
        for x, y in ((area.left() - 3, 20), (30, VIEW.height - 40)):  # the title and the sentence are as ever
            assert marked.copy(0, y - 8, x, 30) == whole.copy(0, y - 8, x, 30)
        stage.show(result, 4.0)
        assert painted(stage) != marked


def test_a_closed_stage_removes_its_items(address, result_of):
    stage = STAGES[address](VIEW)
    stage.show(result_of(address), 1.0)
    scene = stage.widget.scene()
    stage.close()
    assert scene.items() == []


def test_a_film_runs_from_the_first_position_to_the_last(address, result_of):
    result = result_of(address)
    with closing(STAGES[address](VIEW)) as stage:
        schedule = stage.schedule(result, 4.0)
    assert (schedule.position(0.0), schedule.position(4.0), schedule.duration) == (0, result.length, 4.0)


@pytest.mark.parametrize(("share", "width"), [(0.0, 0), (0.5, 320), (1.0, 640)])
def test_a_line_at_the_bottom_shows_the_share_of_steps_where_the_view_asks_for_it(
    result_of, open_stage, painted, share, width
):
    result = result_of("conditioning/zigzag")
    plain, lined = (
        open_stage("conditioning/zigzag", result, share * result.length, View(640, 360, progress=progress))
        for progress in (False, True)
    )
    images = [painted(stage) for stage in (plain, lined)]
    rows = [[image.pixelColor(x, 358).name() for x in range(640)] for image in images]
    focus = lined.view.theme.focus.lower()
    assert focus not in rows[0]
    assert rows[1].count(focus) == pytest.approx(width, abs=1)
