"""What law claims."""

import numpy as np

LIMITS = {"max_steps": (1, 1500)}
SMALL = {"max_steps": 1500}
QUICK = False
SPECIAL = {
    "learning_rate": (0.2, 0.19, 0.01),
    "momentum": (0.8, 0.9, 1),
    "tolerance": (0.999, 1e-12),
    "optimizers": (("newton",), ("conjugate_gradient",), ("adam",), ("gradient_descent", "nesterov")),
}
EXAMPLES = (
    {"max_steps": 20_000},
    {"momentum": 0.8, "optimizers": "gradient_descent,heavy_ball"},
    {"momentum": 0.8, "optimizers": "heavy_ball", "max_steps": 300},
    {"momentum": 1, "optimizers": "heavy_ball", "max_steps": 200, "tolerance": 1e-3},
    {"optimizers": "newton"},
    {"optimizers": "conjugate_gradient"},
    {"tolerance": 0.99},
    {"tolerance": 0.6, "max_steps": 20_000},
    {"learning_rate": 0.01, "optimizers": "gradient_descent"},
    {"learning_rate": 0.19, "optimizers": "nesterov,gradient_descent,heavy_ball,newton,adam,rmsprop"},
    {"learning_rate": 100, "optimizers": "gradient_descent"},
    {"learning_rate": "line_search", "max_steps": 20_000},
    {"optimizers": "adam", "max_steps": 1000},
    {
        "optimizers": "gradient_descent,heavy_ball,nesterov,newton,conjugate_gradient,adagrad,rmsprop,adam",
        "max_steps": 30,
    },
    {"optimizers": "adagrad", "adaptive_rate": 10, "max_steps": 40},
)
NEUTRAL = ("Steps against the condition number", "Counting the steps of {method} at each κ.")


def _lead(result):
    return result.params.optimizers[0]


def _steps(said):
    method = said.value("method") if "method" in said else _lead(said.result)
    return said.result.steps_to_tolerance[method]


def _fit(result, method):
    """Slope of log steps against log kappa from 30 on, and half its 95 % interval, by numpy's own fit."""
    import scipy.stats

    used = result.condition_numbers >= 30
    x, y = np.log(result.condition_numbers[used]), np.log(result.steps_to_tolerance[method][used])
    if np.isnan(y).any():
        return None
    if np.ptp(y) == 0.0:
        return 0.0, 0.0
    line = scipy.stats.linregress(x, y)
    return line.slope, line.stderr * scipy.stats.t.ppf(0.975, len(x) - 2)


def _place(said):
    return int(said.position)


def grows(said):
    slope, half = _fit(said.result, _lead(said.result))
    return slope - half > 0 and not np.isnan(_steps(said)).any()


def decade_factor(said):
    """Ten to the slope, and no step count strays from the line by more than a few percent."""
    result = said.result

    def told(method, name):
        slope, half = _fit(result, method)
        return np.isclose(said.value(name), 10**slope, rtol=1e-6) and half <= 0.0501

    if np.isnan(result.steps_to_tolerance[_lead(result)]).any() or not told(_lead(result), "factor"):
        return False
    if "momentum" not in said:
        return True
    momentum = [each for each in ("heavy_ball", "nesterov") if each in result.steps_to_tolerance]
    return not np.isnan(result.steps_to_tolerance[momentum[0]]).any() and told(momentum[0], "momentum")


def same_steps(said):
    used = said.result.condition_numbers >= (said.value("least") if "least" in said else 1)
    return set(_steps(said)[used].tolist()) == {said.value("n")}


def same_from(said):
    """One condition number before, the steps are others; there is none where none is named."""
    if "least" not in said:
        return len(set(_steps(said).tolist())) == 1
    (place,) = np.flatnonzero(said.result.condition_numbers == said.value("least"))
    return place > 0 and said.value("least") <= 30 and _steps(said)[place - 1] != said.value("n")


def arrives_up_to(said):
    solved = ~np.isnan(_steps(said))
    return bool((solved == (said.result.condition_numbers <= said.value("kappa"))).all()) and not solved.all()


def max_steps(said):
    told = said.value("most") if "most" in said else said.value("n")
    return told == said.result.params.max_steps


def arrives_at(said):
    solved = np.count_nonzero(~np.isnan(_steps(said)))
    if "count" not in said:
        return solved == 0
    return said.value("count") == solved and said.value("tried") == len(said.result.condition_numbers)


def steps_to_tolerance(said):
    """The count at this position; that there is none; or those at both ends."""
    result, steps = said.result, _steps(said)
    if "few" in said:
        ends = [int(np.flatnonzero(result.condition_numbers == said.value(name))[0]) for name in ("low", "high")]
        return [said.value("few"), said.value("many")] == steps[ends].tolist()
    here = steps[_place(said)]
    return said.value("n") == here if "n" in said else bool(np.isnan(here)) and result.complete


def condition_numbers(said):
    """Those that are told were tried."""
    known = said.result.condition_numbers
    if "ratio" in said:
        return np.isclose(said.value("ratio") ** 2, known[_place(said)])
    told = [said.value(name) for name in ("kappa", "low", "high") if name in said]
    here = "kappa" not in said or len(said.sentence.fields) > 1 or told == [known[_place(said)]]
    return here and all(each in known for each in told)


def follows_power(said):
    """The interval is at most 0.1 wide."""
    _, half = _fit(said.result, said.value("method"))
    return half <= 0.0501


def slope(said):
    """A slope is that of the fit; or so many are told."""
    if "list" in said.sentence.fields:
        return said.value("n") == said.sentence.fields["list"].count(", ") + 1
    value, _ = _fit(said.result, said.value("method"))
    return said.shown("slope") == f"{value:.2f}" and np.isclose(said.value("slope"), value, rtol=1e-6, atol=1e-9)


def random_start_quantiles(said):
    """The median and the most are in order; at the rate where every start is alike they are the steps of (kappa, 1)."""
    result = said.result
    kappa, params = said.value("kappa"), result.params
    at = int(np.flatnonzero(result.condition_numbers == kappa)[0])
    known = result.random_start_quantiles
    told = [said.value("n")] + ([said.value("longest")] if "longest" in said else [])
    if ": all in" in said.sentence.template:
        told = told * 2
    elif len(set(told)) < len(told):
        return False
    if told != [known[name][at] for name in ("median", "max")[: len(told)]]:
        return False
    if len(told) == 1 and not np.isnan(known["max"][at]):
        return False
    if "not all" in said.sentence.template and not result.complete:
        return False
    if _lead(result) == "newton":
        return told == [1.0, 1.0]
    if _lead(result) != "gradient_descent" or params.learning_rate != "optimal":
        return known["q25"][at] <= told[0] <= known["q75"][at] or np.isnan(known["q75"][at])
    return told[0] == told[-1] == result.steps_to_tolerance["gradient_descent"][at]


def counted_from(said):
    """Gradient descent at the best rate needs from (kappa, 1) what the formula says."""
    result = said.result
    steps, params = result.steps_to_tolerance.get("gradient_descent"), result.params
    if steps is None or params.learning_rate != "optimal" or params.tolerance > 0.5:
        return True
    used = np.isfinite(steps) & (result.condition_numbers > 1)
    kappas = result.condition_numbers[used]
    wanted = np.ceil(np.log(1 / params.tolerance) / (2 * np.log((kappas + 1) / (kappas - 1))) - 1e-7)
    return bool((steps[used] == wanted).all())


def worst_start(said):
    """No random start needs more than (kappa, 1) wherever both are known, at the settings that the theorem is of."""
    result, lead = said.result, _lead(said.result)
    most, worst = result.random_start_quantiles["max"], result.steps_to_tolerance[lead]
    known = np.isfinite(most) & np.isfinite(worst)
    return (
        lead == "gradient_descent"
        and bool((most[known] <= worst[known]).all())
        and result.params.learning_rate in ("optimal", "line_search")
    )


def best_settings(said):
    """At the best settings, and the slopes are those of the laws."""
    result = said.result
    if (result.params.learning_rate, result.params.momentum) != ("optimal", "optimal"):
        return False
    slopes = [_fit(result, key) for key in ("gradient_descent", "heavy_ball")]
    return all(slopes) and abs(slopes[0][0] - 1) < 0.05 and abs(slopes[1][0] - 0.5) < 0.05


def optimizers(said):
    """How many methods are not named beside those that are."""
    return 0 < said.value("n") < len(set(said.result.params.optimizers))
