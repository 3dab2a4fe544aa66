"""Holds what a picture says against its result: every claim that a sentence lists has an oracle of its own.

A claim is the name of a field, property or method of the result, or of a parameter. Its oracle is the function of the
same name in `claims/oracles/<obstacle>/<experiment>.py`. It works out from the arrays of the result, in a way of its
own, whether what is said is so, and never asks what the claim is named after.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

import numpy as np

from core.experiment import Result, YieldTimer
from core.params import fields, make
from core.scene import find_experiment
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DESK, HALL
from gui.wording.sentences import MAX_CAPTION_LENGTH, MAX_CAVEAT_LENGTH
from gui.wording.text import Sentence, Span, sentences

VIEWS = (View(1280, 720, type_size=DESK), View(1280, 720, type_size=HALL, stretch=True))
TELLING = tuple(View(1280, 720, narration=part) for part in range(3))
"""Views of pictures that tell the parts of a step."""
UNCLAIMED = ("ticks", "code")
"""Roles of texts that assert nothing: marks on axes and formulas, which are definitions; formulas with figures do."""


class Said:
    """A sentence, as an oracle sees it.

    Attributes
    ----------
    result, position
        What is shown.
    subject
        Key of what the sentence is about, where its words do not name it.
    read
        Names of the fields that oracles have looked at.

    """

    def __init__(self, sentence: Sentence, result: Result, position: float) -> None:
        self.sentence, self.result, self.position = sentence, result, position
        self.subject = sentence.subject
        self.read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.sentence.fields

    def value(self, name: str):
        """What a field stands for: a number, or the key of a name."""
        self.read.add(name)
        return self.sentence.fields[name].value

    def shown(self, name: str) -> str:
        """How a field is written."""
        self.read.add(name)
        return str(self.sentence.fields[name])


class FalseClaimError(AssertionError):
    """A sentence that the result does not bear out."""


def oracles_of(address: str) -> ModuleType:
    """The oracles of an experiment."""
    return import_module("claims.oracles." + address.replace("/", "."))


class Outcome:
    """The partial results of a run, one after another, and what it ends with."""

    def __init__(self, run) -> None:
        self._run = run

    def __iter__(self) -> Iterator[Result]:
        for progress in self._steps():
            if progress.partial is not None:
                yield progress.partial

    def _steps(self):
        self.final = yield from self._run


class Checker:
    """Checks pictures of one experiment, in both type sizes; counts what was checked."""

    def __init__(self, address: str) -> None:
        self.address, self.oracles = address, oracles_of(address)
        self.obstacle, self.experiment = find_experiment(address)
        self._parameters = {field.name for field in fields(self.obstacle.params)}
        self._stages = [STAGES[address](view) for view in VIEWS]
        if Capability.NARRATION in self._stages[0].capabilities:
            self._stages += [STAGES[address](view) for view in TELLING]
        self.checked: dict[str, int] = {}
        self.templates: set[str] = set()

    def run(self, values) -> Result:
        """Run with these settings; check partial results as they come, and the last one."""
        with eager():
            result = Outcome(self.experiment.run(make(self.obstacle.params, dict(values))))
            for count, partial in enumerate(result, start=1):
                # The first ones, and then ever fewer.
                if count & (count - 1) == 0:
                    self.check(partial)
        self.check(result.final)
        return result.final

    def check(self, result: Result) -> None:
        """Check all that is said of a result at its first, a middle and its last position."""
        for stage in self._stages if result.complete else self._stages[: len(VIEWS)]:
            for position in (0.0, result.length / 2, float(result.length)):
                stage.show(result, position)
                for text in stage.texts():
                    self._check_text(stage, text, result, position)

    def _check_text(self, stage, text, result: Result, position: float) -> None:
        if text.rect.left() < 0 or text.rect.right() > stage.view.width:
            raise FalseClaimError(f"{self.address}: {text.text!r} ({text.role}) runs out of the picture")
        if text.role in UNCLAIMED and not isinstance(text.source_text, Sentence):
            return
        said = list(sentences(text.source_text))
        if not said:
            raise FalseClaimError(
                f"{self.address}: {text.text!r} ({text.role}) is no sentence, so that nothing bears it out"
            )
        longest = {
            id(stage.caption.source_text): MAX_CAPTION_LENGTH,
            id(stage.caveat.source_text): MAX_CAVEAT_LENGTH,
        }.get(id(text.source_text))
        if longest is not None and len(text.text) > longest:
            raise FalseClaimError(f"{self.address}: {len(text.text)} characters of {longest}: {text.text!r}")
        if text.source_text in (stage.title.source_text, stage.caption.source_text, stage.caveat.source_text):
            for part in whole(said[0]):
                if not any(each.claims for each in sentences(part)) and part.template not in self.oracles.NEUTRAL:
                    raise FalseClaimError(f"{self.address}: {str(part)!r} makes no claim")
        self._check_sentence(said[0], result, position)

    def _check_sentence(self, sentence: Sentence, result: Result, position: float) -> None:
        self.templates.add(sentence.template)
        said = Said(sentence, result, position)
        for claim in sentence.claims:
            self._check_claim(claim, said)
        for name, field in sentence.fields.items():
            inner = field.sentence if isinstance(field, Span) else field if isinstance(field, Sentence) else None
            # A name asserts nothing; a number does.
            quoted = sentence.template and isinstance(getattr(field, "value", None), int | float | np.number)
            if quoted and name not in said.read:
                value = field.value
                raise FalseClaimError(f"{self.address}: nothing bears out {name} = {value!r} in {str(sentence)!r}")
            if inner is not None and (inner.claims or name not in said.read):
                self._check_sentence(inner, result, position)

    def _check_claim(self, claim: str, said: Said) -> None:
        if not documented(type(said.result), claim) and claim not in self._parameters:
            raise FalseClaimError(f"{self.address}: {claim} is nothing that {type(said.result).__name__} documents")
        oracle = getattr(self.oracles, claim, None)
        if oracle is None and claim in self._parameters:
            oracle = parameter(claim)
        if oracle is None:
            raise FalseClaimError(f"{self.address}: no oracle for the claim {claim} of {str(said.sentence)!r}")
        self.checked[claim] = self.checked.get(claim, 0) + 1
        if not oracle(said):
            values = {name: getattr(field, "value", field) for name, field in said.sentence.fields.items()}
            raise FalseClaimError(
                f"{self.address}: {str(said.sentence)!r} claims {claim}, which is not so; fields {values},"
                f" position {said.position:g} of {said.result.length}, complete {said.result.complete},"
                f" parameters {said.result.params}"
            )

    def close(self) -> None:
        """Take the pictures apart."""
        for stage in self._stages:
            stage.close()


def whole(sentence: Sentence) -> Iterator[Sentence]:
    """The sentences that stand one after another in a line."""
    if sentence.template:
        yield sentence
        return
    for part in sentence.fields.values():
        yield from whole(part)


def parameter(name: str):
    """An oracle of a claim that quotes a parameter: a field of the sentence says its value."""

    def quotes(said: Said) -> bool:
        wanted = getattr(said.result.params, name)
        named = [field for field, text in said.sentence.fields.items() if getattr(text, "value", None) == wanted]
        said.read.update(named)
        return bool(named)

    return quotes


def documented(kind: type[Result], claim: str) -> bool:
    """Whether a class says, in a docstring, what a field, property or method of it is."""
    if claim in kind.__dataclass_fields__:
        return any(re.search(rf"\b{claim}\b", cls.__doc__ or "") for cls in kind.__mro__)
    return bool(getattr(getattr(kind, claim, None), "__doc__", None))


@contextmanager
def eager() -> Iterator[None]:
    """Let runs report at each place where they may: what comes when the clock says so is left to chance."""
    due, YieldTimer.due = YieldTimer.due, lambda self: True
    try:
        yield
    finally:
        YieldTimer.due = due
