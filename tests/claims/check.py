"""Checks the sentences of a picture against its result: every claim that a sentence lists has its own oracle.

A claim is the name of a field, property or method of the result, or of a parameter. Its oracle is the function of the
same name in `claims/oracles/<obstacle>/<experiment>.py`. It checks the sentence by an independent computation from the
arrays of the result, and never reads the member that the claim is named after.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

import numpy as np

from core.experiment import Result
from core.params import fields, make
from core.run import YieldTimer, in_this_process
from core.scene import find_experiment
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DESK, HALL
from gui.wording.sentences import MAX_CAPTION_LENGTH, MAX_CAVEAT_LENGTH
from gui.wording.text import Sentence, Span, sentences

VIEWS = (View(1280, 720, type_size=DESK), View(1280, 720, type_size=HALL, stretch=True))
REVEALING_VIEW = View(1280, 720, reveal=True)
"""The view of a picture that does not tell how a run ends."""
NARRATED_VIEWS = tuple(View(1280, 720, narration=part) for part in range(3))
"""Views of pictures that narrate the parts of a step."""
UNCLAIMED = ("ticks", "code")
"""Roles of texts without claims, unless they are sentences: labels of axes, and formulas without numbers."""


class Claim:
    """A sentence with its result and position; the argument of oracles.

    Attributes
    ----------
    result, position
        The displayed result and position.
    subject
        The key of the sentence's subject, if no field names it.
    read
        Names of the fields that oracles have read.

    """

    def __init__(self, sentence: Sentence, result: Result, position: float) -> None:
        self.sentence, self.result, self.position = sentence, result, position
        self.subject = sentence.subject
        self.read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.sentence.fields

    def value(self, name: str):
        """Return the value of a field: a number, or the key of a name."""
        self.read.add(name)
        return self.sentence.fields[name].value

    def text(self, name: str) -> str:
        """Return the displayed text of a field."""
        self.read.add(name)
        return str(self.sentence.fields[name])


class FalseClaimError(AssertionError):
    """Raised for a sentence that contradicts the result, or that no oracle checks."""


def oracles_of(address: str) -> ModuleType:
    """Return the module with the oracles of an experiment."""
    return import_module("claims.oracles." + address.replace("/", "."))


class Outcome:
    """Iterates over the partial results of a run with its tasks; `final` is the result afterwards."""

    def __init__(self, run) -> None:
        self._run = in_this_process(run)

    def __iter__(self) -> Iterator[Result]:
        for progress in self._steps():
            if progress.partial is not None:
                yield progress.partial

    def _steps(self):
        self.final = yield from self._run


class Checker:
    """Checks pictures of one experiment in both type sizes, and counts the checked claims."""

    def __init__(self, address: str) -> None:
        self.address, self.oracles = address, oracles_of(address)
        self.obstacle, self.experiment = find_experiment(address)
        self._parameters = {field.name for field in fields(self.obstacle.params)}
        self._stages = [STAGES[address](view) for view in VIEWS]
        self._revealing = STAGES[address](REVEALING_VIEW)
        if Capability.NARRATION in self._stages[0].capabilities:
            self._stages += [STAGES[address](view) for view in NARRATED_VIEWS]
        self.checked: dict[str, int] = {}
        self.templates: set[str] = set()

    def run(self, values) -> Result:
        """Run with these parameters; check some partial results and the final one."""
        with eager():
            result = Outcome(self.experiment.run(make(self.obstacle.params, dict(values))))
            for count, partial in enumerate(result, start=1):
                # Partial results 1, 2, 4, 8, ...
                if count & (count - 1) == 0:
                    self.check(partial)
        self.check(result.final)
        return result.final

    def check(self, result: Result) -> None:
        """Check all texts of a result at its first, a middle and its last position."""
        stages = self._stages if result.complete else self._stages[: len(VIEWS)]
        for stage in stages if result.until(0) is result else [*stages, self._revealing]:
            for position in (0.0, result.length / 2, float(result.length)):
                stage.show(result, position)
                for text in stage.texts():
                    self._check_text(stage, text, stage.described, position)

    def _check_text(self, stage, text, result: Result, position: float) -> None:
        if text.rect.left() < 0 or text.rect.right() > stage.view.width:
            raise FalseClaimError(f"{self.address}: {text.text!r} ({text.role}) runs out of the picture")
        if text.role in UNCLAIMED and not isinstance(text.source_text, Sentence):
            return
        said = list(sentences(text.source_text))
        if not said:
            raise FalseClaimError(f"{self.address}: {text.text!r} ({text.role}) is no sentence, so no oracle checks it")
        longest = {
            id(stage.caption.source_text): MAX_CAPTION_LENGTH,
            id(stage.caveat.source_text): MAX_CAVEAT_LENGTH,
        }.get(id(text.source_text))
        if longest is not None and len(text.text) > longest:
            raise FalseClaimError(f"{self.address}: {len(text.text)} characters of {longest}: {text.text!r}")
        if text.source_text in (stage.title.source_text, stage.caption.source_text, stage.caveat.source_text):
            for part in top_level_sentences(said[0]):
                if not any(each.claims for each in sentences(part)) and part.template not in self.oracles.NEUTRAL:
                    raise FalseClaimError(f"{self.address}: {str(part)!r} makes no claim")
        self._check_sentence(said[0], result, position)

    def _check_sentence(self, sentence: Sentence, result: Result, position: float) -> None:
        self.templates.add(sentence.template)
        claim = Claim(sentence, result, position)
        for name in sentence.claims:
            self._check_claim(name, claim)
        for name, field in sentence.fields.items():
            inner = field.sentence if isinstance(field, Span) else field if isinstance(field, Sentence) else None
            # Quoted numbers must be checked; names need not.
            is_number = sentence.template and isinstance(getattr(field, "value", None), int | float | np.number)
            if is_number and name not in claim.read:
                value = field.value
                raise FalseClaimError(f"{self.address}: no oracle checks {name} = {value!r} in {str(sentence)!r}")
            if inner is not None and (inner.claims or name not in claim.read):
                self._check_sentence(inner, result, position)

    def _check_claim(self, name: str, claim: Claim) -> None:
        if not is_documented(type(claim.result), name) and name not in self._parameters:
            raise FalseClaimError(f"{self.address}: {type(claim.result).__name__} does not document {name}")
        oracle = getattr(self.oracles, name, None)
        if oracle is None and name in self._parameters:
            oracle = parameter_oracle(name)
        if oracle is None:
            raise FalseClaimError(f"{self.address}: no oracle for the claim {name} of {str(claim.sentence)!r}")
        self.checked[name] = self.checked.get(name, 0) + 1
        if not oracle(claim):
            values = {field: getattr(text, "value", text) for field, text in claim.sentence.fields.items()}
            raise FalseClaimError(
                f"{self.address}: {str(claim.sentence)!r} claims {name}, which is false; fields {values},"
                f" position {claim.position:g} of {claim.result.length}, complete {claim.result.complete},"
                f" parameters {claim.result.params}"
            )

    def close(self) -> None:
        """Close the stages."""
        for stage in [*self._stages, self._revealing]:
            stage.close()


def top_level_sentences(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the sentences that follow each other in a line."""
    if sentence.template:
        yield sentence
        return
    for part in sentence.fields.values():
        yield from top_level_sentences(part)


def parameter_oracle(name: str):
    """Return an oracle for a claim that quotes a parameter: a field of the sentence has its value."""

    def quotes(claim: Claim) -> bool:
        expected = getattr(claim.result.params, name)
        quoting = [field for field, text in claim.sentence.fields.items() if getattr(text, "value", None) == expected]
        claim.read.update(quoting)
        return bool(quoting)

    return quotes


def is_documented(kind: type[Result], name: str) -> bool:
    """Return whether a docstring describes this field, property or method of a class."""
    if name in kind.__dataclass_fields__:
        return any(re.search(rf"\b{name}\b", cls.__doc__ or "") for cls in kind.__mro__)
    return bool(getattr(getattr(kind, name, None), "__doc__", None))


@contextmanager
def eager() -> Iterator[None]:
    """Make runs yield wherever they can, independent of the clock."""
    due, YieldTimer.due = YieldTimer.due, lambda self: True
    try:
        yield
    finally:
        YieldTimer.due = due
