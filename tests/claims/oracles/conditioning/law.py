"""Oracles of law."""

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


def _steps(claim):
    method = claim.value("method") if "method" in claim else _lead(claim.result)
    return claim.result.steps_to_tolerance[method]


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


def _place(claim):
    return int(claim.position)


def grows(claim):
    slope, half = _fit(claim.result, _lead(claim.result))
    return slope - half > 0 and not np.isnan(_steps(claim)).any()


def decade_factor(claim):
    """Ten to the slope, with an interval at most 0.1 wide."""
    result = claim.result

    def quoted(method, name):
        slope, half = _fit(result, method)
        return np.isclose(claim.value(name), 10**slope, rtol=1e-6) and half <= 0.0501

    if np.isnan(result.steps_to_tolerance[_lead(result)]).any() or not quoted(_lead(result), "factor"):
        return False
    if "momentum" not in claim:
        return True
    momentum = [each for each in ("heavy_ball", "nesterov") if each in result.steps_to_tolerance]
    return not np.isnan(result.steps_to_tolerance[momentum[0]]).any() and quoted(momentum[0], "momentum")


def same_steps(claim):
    used = claim.result.condition_numbers >= (claim.value("least") if "least" in claim else 1)
    return set(_steps(claim)[used].tolist()) == {claim.value("n")}


def same_from(claim):
    """At the previous condition number the steps differ; without a quoted one, all steps are equal."""
    if "least" not in claim:
        return len(set(_steps(claim).tolist())) == 1
    (place,) = np.flatnonzero(claim.result.condition_numbers == claim.value("least"))
    return place > 0 and claim.value("least") <= 30 and _steps(claim)[place - 1] != claim.value("n")


def arrives_up_to(claim):
    solved = ~np.isnan(_steps(claim))
    return bool((solved == (claim.result.condition_numbers <= claim.value("kappa"))).all()) and not solved.all()


def max_steps(claim):
    quoted = claim.value("most") if "most" in claim else claim.value("n")
    return quoted == claim.result.params.max_steps


def arrives_at(claim):
    solved = np.count_nonzero(~np.isnan(_steps(claim)))
    if "count" not in claim:
        return solved == 0
    return claim.value("count") == solved and claim.value("tried") == len(claim.result.condition_numbers)


def steps_to_tolerance(claim):
    """The steps at this position, or that there are none; or the steps at both ends."""
    result, steps = claim.result, _steps(claim)
    if "few" in claim:
        ends = [int(np.flatnonzero(result.condition_numbers == claim.value(name))[0]) for name in ("low", "high")]
        return [claim.value("few"), claim.value("many")] == steps[ends].tolist()
    here = steps[_place(claim)]
    return claim.value("n") == here if "n" in claim else bool(np.isnan(here)) and result.complete


def condition_numbers(claim):
    """The quoted condition numbers are those of the result."""
    known = claim.result.condition_numbers
    if "ratio" in claim:
        return np.isclose(claim.value("ratio") ** 2, known[_place(claim)])
    quoted = [claim.value(name) for name in ("kappa", "low", "high") if name in claim]
    here = "kappa" not in claim or len(claim.sentence.fields) > 1 or quoted == [known[_place(claim)]]
    return here and all(each in known for each in quoted)


def follows_power(claim):
    """The interval is at most 0.1 wide."""
    _, half = _fit(claim.result, claim.value("method"))
    return half <= 0.0501


def slope(claim):
    """The slope of the fit; or the number of slopes in a list."""
    if "list" in claim.sentence.fields:
        return claim.value("n") == claim.sentence.fields["list"].count(", ") + 1
    value, _ = _fit(claim.result, claim.value("method"))
    return claim.text("slope") == f"{value:.2f}" and np.isclose(claim.value("slope"), value, rtol=1e-6, atol=1e-9)


def random_start_quantiles(claim):
    """Median and maximum are in order; at the rate 2 / (L + mu) they are the steps of (kappa, 1)."""
    result = claim.result
    kappa, params = claim.value("kappa"), result.params
    at = int(np.flatnonzero(result.condition_numbers == kappa)[0])
    known = result.random_start_quantiles
    quoted = [claim.value("n")] + ([claim.value("longest")] if "longest" in claim else [])
    if ": all in" in claim.sentence.template:
        quoted = quoted * 2
    elif len(set(quoted)) < len(quoted):
        return False
    if quoted != [known[name][at] for name in ("median", "max")[: len(quoted)]]:
        return False
    if len(quoted) == 1 and not np.isnan(known["max"][at]):
        return False
    if "not all" in claim.sentence.template and not result.complete:
        return False
    if _lead(result) == "newton":
        return quoted == [1.0, 1.0]
    if _lead(result) != "gradient_descent" or params.learning_rate != "optimal":
        return known["q25"][at] <= quoted[0] <= known["q75"][at] or np.isnan(known["q75"][at])
    return quoted[0] == quoted[-1] == result.steps_to_tolerance["gradient_descent"][at]


def counted_from(claim):
    """The steps of gradient descent at the best rate match the formula for the start (kappa, 1)."""
    result = claim.result
    steps, params = result.steps_to_tolerance.get("gradient_descent"), result.params
    if steps is None or params.learning_rate != "optimal" or params.tolerance > 0.5:
        return True
    used = np.isfinite(steps) & (result.condition_numbers > 1)
    kappas = result.condition_numbers[used]
    expected = np.ceil(np.log(1 / params.tolerance) / (2 * np.log((kappas + 1) / (kappas - 1))) - 1e-7)
    return bool((steps[used] == expected).all())


def worst_start(claim):
    """No random start needs more steps than (kappa, 1), at the settings of the theorem."""
    result, lead = claim.result, _lead(claim.result)
    most, worst = result.random_start_quantiles["max"], result.steps_to_tolerance[lead]
    known = np.isfinite(most) & np.isfinite(worst)
    return (
        lead == "gradient_descent"
        and bool((most[known] <= worst[known]).all())
        and result.params.learning_rate in ("optimal", "line_search")
    )


def best_settings(claim):
    """Best settings, and the slopes match the laws."""
    result = claim.result
    if (result.params.learning_rate, result.params.momentum) != ("optimal", "optimal"):
        return False
    slopes = [_fit(result, key) for key in ("gradient_descent", "heavy_ball")]
    return all(slopes) and abs(slopes[0][0] - 1) < 0.05 and abs(slopes[1][0] - 0.5) < 0.05


def optimizers(claim):
    """The number of methods that the sentence does not name."""
    return 0 < claim.value("n") < len(set(claim.result.params.optimizers))
