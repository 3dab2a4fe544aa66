"""Oracles of learn."""

from itertools import product
from pathlib import Path

import numpy as np

from core.digits import load_digits
from core.objective import Evaluator
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.optimizers.adam import Adam
from core.weights import read_weights

LARGE_WEIGHTS = str(Path(__file__).with_name("large_weights.txt"))
LIMITS = {"digits": (10, 40), "max_steps": (1, 24)}
SMALL = {"digits": 36, "max_steps": 23}
QUICK = False
SPECIAL = {"hidden": ((2,), (8, 8)), "batch_size": (1, 32, "full", 1797)}
EXAMPLES = (
    {"digits": 10},
    {"digits": 10, "holdout": "last"},
    {"holdout": "last", "digits": 120, "max_steps": 6},
    {"batch_size": "full", "max_steps": 1},
    {"batch_size": 1, "seed": 3},
    {"batch_size": 1797},
    {"learning_rate": "tuned", "digits": 30, "max_steps": 12},
    {"learning_rate": 100, "activation": "relu", "hidden": "4,4,4"},
    {"learning_rate": 1e-4, "max_steps": 2},
    {"loss": "squared", "residual": "on", "hidden": "6,6"},
    {"loss": "squared", "hidden": "2", "weights": LARGE_WEIGHTS, "max_steps": 3},
)
NEUTRAL = ("A network learns to read digits",)
_TRAINED, _TUNED = {}, {}


def _split(params, count):
    """The indices of the digits that train the network and of those held out, found one by one."""
    _, labels = load_digits()
    seen, training, held_out = {}, [], []
    for index, label in enumerate(labels[:count].tolist()):
        seen[label] = seen.get(label, 0) + 1
        late = index >= count - count // 3 if params.holdout == "last" else seen[label] % 3 == 0
        (held_out if late else training).append(index)
    return training, held_out


def _swapped(params):
    return params.__class__(
        **{name: getattr(params, name) for name in params.__struct_fields__}
        | {"holdout": "last" if params.holdout == "interleaved" else "interleaved"}
    )


def _weights(result, params, seed, rate, beta2):
    """The network on both parts, and its weights at all steps, trained again."""
    used, (images, labels) = result.used, load_digits()
    network = Architecture((64, *used.hidden, 10), params.activation, residual=params.residual == "on")
    parts = [Perceptron(network, images[part], labels[part], params.loss) for part in _split(params, used.digits)]
    state = Adam(rate, beta2=beta2).init(
        read_weights(params.weights, network.dimension) if params.weights else network.initial(seed)
    )
    rng, order, count = np.random.default_rng((seed, 1, 0)), np.empty(0, int), len(parts[0].labels)
    found = [state.x]
    with np.errstate(all="ignore"):
        for _ in range(used.max_steps):
            batch = parts[0]
            if used.batch_size != "full" and used.batch_size < count:
                order = order if len(order) >= used.batch_size else rng.permutation(count)
                batch, order = batch.subset(order[: used.batch_size]), order[used.batch_size :]
            state = Adam(rate, beta2=beta2).update(Evaluator(batch).at, state)
            found.append(state.x)
    return parts, found


def _shares(result, params):
    """The shares of training digits and of held-out digits that are right, at the recorded steps; trained again."""
    key = (result.run, params.holdout)
    if key not in _TRAINED:
        if len(_TRAINED) > 1:
            _TRAINED.clear()
        parts, weights = _weights(result, params, params.seed, result.learning_rate, result.beta2)
        _TRAINED[key] = [[_right(part, x) for part in parts] for x in weights]
    return np.array([_TRAINED[key][step] for step in result.recorded_steps.astype(int)])


def _right(part, x):
    if not len(part.labels):
        return np.nan
    with np.errstate(all="ignore"):
        scores = part.scores(x)
    known = np.isfinite(scores).all(axis=1)
    return sum(known & (np.argmax(scores, axis=1) == part.labels)) / len(part.labels)


def _index(claim):
    """The last recorded step up to the position; in a sentence about the run, the last one."""
    steps = claim.result.recorded_steps
    if "unseen" in claim.sentence.template:
        return len(steps) - 1
    return max(k for k, step in enumerate(steps) if step <= int(claim.position))


def held_out_count(claim):
    _, held_out = _split(claim.result.params, claim.result.used.digits)
    if "count" in claim:
        return claim.value("count") == len(held_out)
    return not held_out


def held_out_accuracy(claim):
    """As in a network trained again; and as the answers say, where all held-out digits are shown."""
    result, index = claim.result, _index(claim)
    step = int(result.recorded_steps[index])
    if (claim.value("n") if "n" in claim else step) != step or ("Before" in claim.sentence.template and step):
        return False
    share = float(_shares(result, result.params)[index, 1])
    shown = np.mean(result.answers[index] == result.labels)
    return claim.value("share") == share and (len(result.labels) == 32 or abs(shown - share) < 1e-12)


def train_accuracy(claim):
    return claim.value("share") == _shares(claim.result, claim.result.params)[_index(claim), 0]


def other_split_accuracy(claim):
    """The held-out accuracy of a network trained again, with the other split."""
    return claim.value("share") == _shares(claim.result, _swapped(claim.result.params))[-1, 1]


def recorded_steps(claim):
    """The quoted step is the last recorded one up to the position; up to 20 steps each is recorded."""
    steps = [step for step in claim.result.recorded_steps.tolist() if step <= int(claim.position)]
    return claim.value("n") == steps[-1] and steps[:21] == list(range(len(steps)))[:21]


def mostly_wrong(claim):
    return 2 * _shares(claim.result, claim.result.params)[-1, 1] < 1


def learns(claim):
    first, *_, last = _shares(claim.result, claim.result.params)[:, 1]
    return 2 * last >= 1 and (last > first) == ("turns" in claim.sentence.template)


def overflows_at(claim):
    """The loss of the training digits is finite before, and not there."""
    result, params = claim.result, claim.result.params
    parts, weights = _weights(result, params, params.seed, result.learning_rate, result.beta2)
    steps = result.recorded_steps.astype(int).tolist()
    with np.errstate(all="ignore"):
        finite = [bool(np.isfinite(parts[0].value(weights[step]))) for step in steps]
    first = steps[finite.index(False)]
    return first == (claim.value("step") if "step" in claim else first)


def holdout(claim):
    held_out = _split(claim.result.params, claim.result.used.digits)[1]
    last = held_out == list(range(held_out[0], claim.result.used.digits)) if held_out else False
    return ("last" in claim.sentence.template) == (claim.result.params.holdout == "last") and (
        last or claim.result.params.holdout == "interleaved"
    )


def images(claim):
    """The images are different held-out digits of the file."""
    result, (every, labels) = claim.result, load_digits()
    _, held_out = _split(result.params, result.used.digits)
    pixels = np.round(16 * (every - every.min()) / (every.max() - every.min()))
    known = {(*pixels[index], labels[index]) for index in held_out}
    shown = [(*np.round(16 * image), label) for image, label in zip(result.images, result.labels, strict=True)]
    if not set(shown) <= known or len(set(shown)) != len(shown):
        return False
    return claim.value("n") == len(shown) == min(32, len(held_out))


def wrong_shown(claim):
    result = claim.result
    pairs = zip(result.answers[_at(claim)].tolist(), result.labels.tolist(), strict=True)
    return claim.value("n") == sum(answer != label for answer, label in pairs)


def _at(claim):
    return max(k for k, step in enumerate(claim.result.recorded_steps) if step <= int(claim.position))


def answers(claim):
    """Some shown digit has this answer, as a network trained again has it; a dash stands for a score that is none."""
    given = claim.result.answers[_at(claim)]
    if "digit" not in claim:
        return bool(np.isnan(given).any())
    return claim.value("digit") in given.tolist() and claim.value("digit") in range(10)


def learning_rate(claim):
    """A number is that of the parameters; `tuned` is the best of the grid on the next seed."""
    result, used = claim.result, claim.result.used
    if used.learning_rate != "tuned":
        return claim.value("rate") == used.learning_rate
    return (claim.value("rate"), result.beta2) == _best_setting(result)


def _best_setting(result):
    """The rate and the second decay of Adam with the lowest loss in the end, on the next seed."""
    if result.run not in _TUNED:
        _TUNED.clear()
        losses = {}
        for setting in product((0.01, 0.02, 0.04, 0.08, 0.16, 0.32), (0.99, 0.999)):
            parts, weights = _weights(result, result.params, result.params.seed + 1, *setting)
            losses[setting] = float(parts[0].value(weights[-1]))
        _TUNED[result.run] = min(losses, key=lambda setting: losses[setting])
    return _TUNED[result.run]


def batch_size(claim):
    training, _ = _split(claim.result.params, claim.result.used.digits)
    return claim.value("n") == min(claim.result.used.batch_size, len(training))
