"""The texts of network/remedies."""

from core.obstacles.network.remedies import RemediesResult
from gui.wording.names import capitalized, method_name, short_name
from gui.wording.sentences import first_fitting, paragraph, shortened_lists
from gui.wording.text import Sentence, Span, ntr, number, tr


def title(result: RemediesResult) -> str:
    """Return the title: which method needs the fewest steps, or gradients."""
    if not result.known or len(result.steps) == 1:
        return tr("Steps to a small training loss, by method")
    if not result.fewest:
        return tr("No method reaches this loss in the steps allowed", "failed")
    first, *others = (_name(method) for method in result.fewest)
    if result.params.axis == "gradients":
        return tr("Paid in gradients, {name} costs least", "fewest", "paid", name=first)
    if not others:
        return tr("{name} needs the fewest steps", "fewest", "arrived", name=capitalized(first))
    if len(others) == 1:
        return tr("{name} and {other} need the fewest steps", "fewest", "arrived",
                  name=capitalized(first), other=others[0])  # fmt: skip
    return tr("{n} methods share the fewest steps", "fewest", "arrived", n=number(len(result.fewest)))


def _name(method: str) -> Span:
    return Span(method_name(method), method, value=method)


def count_title(result: RemediesResult) -> str:
    """Return the title of the axis of steps, or of gradients."""
    if result.params.axis == "steps":
        return tr("steps")
    return tr("gradients paid: steps × the cost of a step, measured on this machine")


def target_text(result: RemediesResult) -> str:
    """Return the name of the line of the target."""
    return tr("loss {target}", "target_loss", target=number(result.used.target_loss))


def hero(result: RemediesResult) -> str:
    """Return the fewest steps, or gradients, that are known."""
    if not result.fewest:
        return tr("…")
    method = result.fewest[0]
    count = Span(number(result.counted[method]), method)
    if result.params.axis == "gradients":
        return ntr("{n} gradient", "{n} gradients", result.counted[method], "fewest", "paid", n=count)
    return ntr("{n} step", "{n} steps", result.counted[method], "fewest", "arrived", n=count)


def hero_wordings(result: RemediesResult) -> tuple[str, ...]:
    """Return wordings of whose count the hero is."""
    if not result.fewest and result.arrived:
        return (tr("the cost of a step is not measured yet", "cost"), tr("not measured yet", "cost"))
    if not result.fewest:
        return (tr("no method at this loss yet", "arrived"),)
    name = capitalized(_name(result.fewest[0]))
    target = number(result.used.target_loss)
    return (
        tr("{name}, to a loss of {target}", "fewest", "target_loss", name=name, target=target),
        tr("{name}", "fewest", name=name),
    )


def among_wordings(result: RemediesResult) -> tuple[str, ...]:
    """Return wordings of the numbers of methods and networks."""
    methods = ntr("one method", "{n} methods", len(result.steps), "steps")
    networks = ntr("one network", "medians of {n} networks", result.used.replicates, "replicates")
    return (tr("{methods}, {networks}", "steps", "replicates", methods=methods, networks=networks), networks)


def count_text(result: RemediesResult, method: str, *, hall: bool) -> str:
    """Return a method's name with its count, for the mark at its arrival."""
    return _outcome(result, method, Span(short_name(method, hall=hall), method, value=method))


def _outcome(result: RemediesResult, method: str, name: Span) -> Sentence:
    if method in result.failed:
        most = number(result.used.max_steps)
        return tr("{name}: not in {most}", "failed", "max_steps", name=name, most=most).about(method)
    if method not in result.counted:
        return tr("{name}", name=name).about(method)
    count = Span(number(result.counted[method]), method)
    if result.params.axis == "gradients":
        return tr("{name} {n}", "paid", name=name, n=count).about(method)
    return tr("{name} {n}", "arrived", name=name, n=count).about(method)


def caption(result: RemediesResult) -> str:
    """Return the caption: the steps, or gradients, of as many methods as fit."""
    told = [method for method in result.steps if method in result.counted or method in result.failed]
    if not told:
        return _waiting(result)
    if result.complete and len(result.failed) == len(result.steps):
        return ntr("No method is at loss {target} within {n} step.", "No method is at loss {target} within {n} steps.",
                   result.used.max_steps, "failed", "max_steps", "target_loss",
                   target=number(result.used.target_loss))  # fmt: skip
    phrases = [_outcome(result, method, Span(short_name(method), method, value=method)) for method in told]
    missing, target = len(result.steps) - len(told), number(result.used.target_loss)
    if result.params.axis == "gradients":
        return first_fitting(*(_paid(listed, rest + missing) for listed, rest in shortened_lists(phrases)))
    return first_fitting(*(_steps(listed, rest + missing, target) for listed, rest in shortened_lists(phrases)))


def _waiting(result: RemediesResult) -> str:
    searched = sum(place < 0 for place in result.chosen.values())
    if searched:
        return ntr("Tuning {n} method on a seed of its own.", "Tuning {n} methods, on a seed of its own.", searched,
                   "chosen")  # fmt: skip
    if result.arrived:
        return tr("Measuring what a step of each method costs.", "cost")
    return tr("No method has reached a loss of {target} yet.", "arrived", "target_loss",
              target=number(result.used.target_loss))  # fmt: skip


def _steps(listed: str, rest: int, target: Span) -> str:
    if rest:
        return tr("Steps to loss {target}: {list}, and {n} more.", "target_loss", "steps", list=listed, target=target,
                  n=number(rest))  # fmt: skip
    return tr("Steps to loss {target}: {list}.", "target_loss", list=listed, target=target)


def _paid(listed: str, rest: int) -> str:
    if rest:
        return tr("Paid in gradients: {list}, and {n} more.", "steps", list=listed, n=number(rest))
    return tr("Paid in gradients: {list}.", list=listed)


def caveat(result: RemediesResult) -> str:
    """Return the line on tuning, on costs, and on the spread over the networks."""
    return paragraph(_tuned(result), _cost(result) or _spread(result))


def _tuned(result: RemediesResult) -> str:
    """Return on which seeds the methods are tuned and run."""
    first, last = result.params.seed + 1, result.params.seed + result.used.replicates
    if first == last:
        runs = tr("run on seed {first}", "replicates", "seed", first=number(first))
    else:
        runs = tr("medians of seeds {first}–{last}", "replicates", "seed", first=number(first), last=number(last))
    seed = number(result.params.seed)
    if not result.untuned:
        return tr("Full batch, training loss. Tuned on seed {seed}; {runs}.", "untuned", "seed", seed=seed, runs=runs)
    name = _name(result.untuned[0])
    if len(result.steps) == 1:
        return tr("Full batch, training loss. {name} is not tuned; {runs}.", "untuned",
                  name=capitalized(name), runs=runs)  # fmt: skip
    return tr("Tuned on seed {seed}, {name} is not; {runs}.", "untuned", "seed", seed=seed, name=name, runs=runs)


def _cost(result: RemediesResult) -> str:
    """Return the cost of a step of the costliest method, where gradients are counted."""
    if result.params.axis == "steps" or not result.cost:
        return ""
    method = max(result.cost, key=lambda each: result.cost[each])
    return tr("{name}: {cost} a step.", "cost", name=capitalized(_name(method)), cost=number(result.cost[method]))


def _spread(result: RemediesResult) -> str:
    """Return how many networks of a method fail, or the range of the steps of the slowest method."""
    lost = {method: count for method, count in result.lost.items() if count and method not in result.failed}
    if lost:
        method = max(lost, key=lambda each: lost[each])
        return ntr(
            "{name}: {n} of {all} fails.", "{name}: {n} of {all} fail.", lost[method], "lost", "replicates",
            name=_short_name(method), all=number(result.used.replicates),
        )  # fmt: skip
    if result.used.replicates == 1 or not result.spread:
        return ""
    method = max(result.spread, key=lambda each: result.spread[each][1])
    low, high = (number(each) for each in result.spread[method])
    return tr("{name}: {low}–{high}.", "spread", name=_short_name(method), low=low, high=high)


def _short_name(method: str) -> Span:
    return Span(short_name(method, hall=True), method, value=method)
