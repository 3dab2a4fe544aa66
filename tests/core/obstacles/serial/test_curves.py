import csv
from importlib.resources import files

import numpy as np
import pytest
from scipy.stats import linregress
from scipy.stats import t as student

from core.obstacles.serial import SERIAL, trends
from core.params import make
from core.run import run_to_end

CURVES = SERIAL.experiment("curves")


def curves(**values):
    return run_to_end(CURVES.run(make(SERIAL.params, values)))


@pytest.fixture(scope="module")
def result():
    return curves()


def test_a_single_thread_grew_by_about_50_percent_per_year_and_later_by_about_8_percent(result):
    before, after = result.growth_before["single_thread"], result.growth_after["single_thread"]
    assert before.value == pytest.approx(1.5, abs=0.04)
    assert after.value == pytest.approx(1.08, abs=0.005)
    assert before.low > after.high > after.low > 1.0
    assert result.decade_before["single_thread"].value == pytest.approx(50, rel=0.1)
    assert result.decade_after["single_thread"].value == pytest.approx(2, abs=0.25)


def test_the_clock_peaked_in_2007_but_a_single_thread_did_not(result):
    assert result.peak["clock"].tolist() == [2007.0, 4656.0]
    assert result.peak["single_thread"][0] == 2021.0
    after = result.growth_after["clock"]
    assert after.low < 1.0 < after.high
    assert result.growth_before["clock"].low > 1.25


def test_transistors_continued_to_grow(result):
    assert result.growth_before["transistors"].value == pytest.approx(1.405, abs=0.001)
    assert result.growth_after["transistors"].low > 1.25


@pytest.mark.parametrize("year", [1995, 2005, 2011])
@pytest.mark.parametrize("name", trends.FITTED)
def test_growth_is_the_regression_of_the_logarithm_with_its_interval(name, year):
    result = curves(break_year=year)
    for estimate, chosen in (
        (result.growth_before[name], result.series[name][:, 0] <= year),
        (result.growth_after[name], result.series[name][:, 0] > year),
    ):
        years, values = result.series[name][chosen].T
        fit = linregress(years, np.log(values))
        error = student.ppf(0.975, years.size - 2) * fit.stderr
        assert np.log(estimate) == pytest.approx([fit.slope, fit.slope - error, fit.slope + error], rel=1e-6)


@pytest.mark.parametrize("name", trends.FITTED)
def test_lines_match_the_regressions_at_both_ends(result, name):
    years, values = result.series[name].T
    for ends, chosen, first, last in (
        (result.line_before[name], years <= 2005, years[0], 2005),
        (result.line_after[name], years > 2005, 2005, 2021),
        (result.gone_on[name], years <= 2005, 2005, 2021),
    ):
        fit = linregress(years[chosen], np.log(values[chosen]))
        assert ends[:, 0].tolist() == [first, last]
        assert np.log(ends[:, 1]) == pytest.approx(fit.intercept + fit.slope * ends[:, 0])
    assert result.gone_on[name][0] == pytest.approx(result.line_before[name][1])


def test_positions_are_years_that_contain_every_series(result):
    assert result.length == 2021 - 1971
    assert set(result.series) == set(trends.SERIES)
    for points in result.series.values():
        assert points[0, 0] >= 1971
        assert points[-1, 0] == 2021
        assert (np.diff(points[:, 0]) > 0).all()
        assert (points[:, 1] > 0).all()
        assert not points.flags.writeable


def test_the_data_has_a_source_and_a_license():
    folder = files("resources") / "data"
    rows = list(csv.DictReader((folder / "microprocessor-trends.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == sum(len(points) for points in trends.trends().values()) == 56
    about = (folder / "README.md").read_text(encoding="utf-8")
    for phrase in ("microprocessor-trends.csv", "K. Rupp", "Horowitz", "Attribution 4.0", "Changes", *trends.SERIES):
        assert phrase in about


def test_other_data_changes_the_fits(monkeypatch):
    doubled = {name: points * [1.0, 2.0] for name, points in trends.trends().items()}
    doubled["clock"] = doubled["clock"] * np.where(doubled["clock"][:, :1] == 2021, [[1.0, 9.0]], 1.0)
    before = curves()
    monkeypatch.setattr("core.obstacles.serial.curves.trends", lambda: doubled)
    after = curves()
    assert after.growth_before["clock"] == pytest.approx(before.growth_before["clock"])
    assert after.line_before["clock"][:, 1] == pytest.approx(2.0 * before.line_before["clock"][:, 1])
    assert after.growth_after["clock"].value > before.growth_after["clock"].value
    assert after.peak["clock"][0] == 2021


def test_slowed_requires_disjoint_intervals():
    assert [year for year in range(1995, 2012) if not curves(break_year=year).slowed] == [1995]
    wide = curves(break_year=1995)
    before, after = wide.growth_before["single_thread"], wide.growth_after["single_thread"]
    assert (before.low, before.high) == pytest.approx((0.90, 3.05), abs=0.01)
    assert before.low < after.low < after.high < before.high
    assert (wide.points_before, curves().points_before) == (3, 8)


def test_thread_grew_on_requires_that_the_last_value_is_the_largest(monkeypatch, result):
    assert result.thread_grew_on
    fallen = dict(trends.trends())
    fallen["single_thread"] = np.array([*fallen["single_thread"][:-1], [2021.0, 9e4]])
    monkeypatch.setattr("core.obstacles.serial.curves.trends", lambda: fallen)
    assert not curves().thread_grew_on


def test_sides_of_the_break_begin_with_the_first_single_thread_data(result):
    assert [result.side(year - 1971) for year in (1971, 1988.9, 1989, 2005.9, 2006, 2021)] == [
        "", "", "before", "before", "after", "after",
    ]  # fmt: skip
    assert result.fitted_years == {"before": (1989, 2005), "after": (2005, 2021)}
    assert result.decade["before"] == result.decade_before["single_thread"]
    assert result.growth["after"] == result.growth_after["single_thread"]
