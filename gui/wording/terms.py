"""The terms and symbols of the pictures, each with a line that explains it."""

import re
from collections.abc import Iterable

from gui.wording.text import Sentence, sentences, tr_noop, translated

_TERMS = (
    (r"κ", tr_noop("κ, condition number: the largest curvature of the loss ÷ the smallest")),
    (r"2/\(?L", tr_noop("L, μ: the largest and the smallest curvature of the loss")),
    (r"ε", tr_noop("ε: the tolerance, as a share of the initial loss")),
    (r"ν", tr_noop("ν, nonlinearity: the share of the loss's variance on a slice that no parabola explains")),
    (r"tied", tr_noop("tied: one weight that every layer shares")),
    (r"skip", tr_noop("skip connection: a layer adds to its input instead of replacing it")),
    (r"readout", tr_noop("readout: the last layer, which is linear and gives a score for each of the ten digits")),
    (r"mean cosine", tr_noop("mean cosine, alignment: of the angle between minibatch gradients and the true gradient")),
    (r"\bB\b", tr_noop("B: batch size, the number of samples whose gradients a step averages")),
    (r"σ", tr_noop("σ: standard deviation of one sample's gradient in each coordinate")),
    (r"aλ", tr_noop("a, λ: the learning rate, and the curvature along an axis at the minimum")),
    (r"a\(t\)", tr_noop("a, a(t), T: the learning rate of the first step and of step t, and the number of steps")),
    (r"τ", tr_noop("τ: the steps in which descent at the first rate shrinks the slowest axis by the factor e")),
    (r"ξ", tr_noop("a, g, ξ: the learning rate, the true gradient and the noise of a minibatch")),
    (r"[Nn]oise scale", tr_noop("noise scale: the batch size whose noise is as long as the gradient")),
    (r"\bP = ", tr_noop("P: the number of parameters of a network, weights and biases")),
    (
        r"nearly flat",
        tr_noop("nearly flat: a direction whose eigenvalue of the Hessian is below 1/1000 of the largest"),
    ),
    (r"[Qq]uartile", tr_noop("quartiles: half of the values lie between them")),
    (
        r"direction of the path|principal dir",
        tr_noop("principal directions: those along which the points of the path vary most"),
    ),
    (r"held[ -]out|unseen", tr_noop("held out, unseen: digits that the network is tested on, never trained on")),
    (r"\bM\b", tr_noop("M: the number of copies that run side by side")),
    (r"[Ss]harpness", tr_noop("sharpness: the largest curvature of the loss, the largest eigenvalue of its Hessian")),
    (r"2/a", tr_noop("a, 2/a: the learning rate, and the curvature above which its steps along that direction grow")),
)
"""A pattern of the templates that use a term, and its explanation."""


def explanations(texts: Iterable[str]) -> list[Sentence]:
    """Return the explanations of all terms in some texts, in the order of the table."""
    templates = [sentence.template for text in texts for sentence in sentences(text)]
    return [translated(line) for pattern, line in _TERMS if any(re.search(pattern, each) for each in templates)]
