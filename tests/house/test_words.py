"""Words have templates: literals with named fields, which a test collects, so that a translation can be complete."""

import ast

import pytest
from house.words import catalog, faults, sources


@pytest.mark.parametrize("name", sources())
def test_all_that_is_said_is_a_literal_template_with_named_fields(name):
    assert faults(name, sources()[name]) == []


FAULTS = {
    "tr(words)": "no literal",
    'tr(f"{n} steps")': "no literal",
    'tr("a" + name)': "no literal",
    'tr("{n} steps".format(n=n))': "no literal",
    "tr_noop(words)": "no literal",
    "Message(words, n=1)": "no literal",
    'ntr("{n} step", many, n)': "no literal",
    'tr("{n} steps")': "is given no ['n']",
    'tr("steps", n=n)': "has no field ['n']",
    'Message("{path}: {reason}", path=path)': "is given no ['reason']",
    'ntr("{n} step", "{n} steps of {all}", n)': "is given no ['all']",
    'tr("{n:g} steps", n=n)': "more than a name",
    'tr("{} steps", n)': "more than a name",
    'tr("{n} steps", claim, n=n)': "is no literal",
    'tr("{n} steps", *claims, n=n)': "is no literal",
    'ntr("{n} step", "{n} steps", n, claim)': "is no literal",
    'WORDS = {"a": "Two entries stay tame"}': "without tr",
    'words = f"{n} steps at most"': "without tr",
    '" ".join(parts)': "joined",
    'tr("a") + rest': "added",
    'rest + "."': "added",
    'words += tr("more")': "added",
    'self.write(label, "steps")': "bare words",
    'self.write_fitting(label, ("many steps", "steps"), room)': "bare words",
    'self.set_title(f"{n} steps")': "bare words",
    'self.set_caption(tr("a"), "steps")': "bare words",
    'stage.set_notice("stopped")': "bare words",
    'label.set_text("steps", theme, 3)': "bare words",
    'button.setText("Cancel")': "bare words",
    'QLabel("Loss")': "bare words",
    'print_message(f"{path}: {reason}")': "bare words",
    'raise CommandError("It cannot be done.")': "bare words",
    'Problem(name, repr(given), f"one of {names}")': "bare words",
    'Problem(name, repr(given), "one of {}".format(names))': "bare words",
}


@pytest.mark.parametrize("source", FAULTS)
def test_the_rules_find_words_that_are_said_in_another_way(source):
    found = faults("gui/stages/x.py", ast.parse(source))
    assert len(found) >= 1
    assert any(FAULTS[source] in fault for fault in found), found


SOUND = [
    'tr("{n} steps", "claim", "other", n=n)',
    'ntr("one step of {all}", "{n} steps of {all}", count, "claim", all=number(9))',
    'ntr("{n} step", "{n} steps", count, n=whole(count))',
    'tr("{n} steps in {time}", n=n, **told)',
    'Message("one of {names}", names=names)',
    'self.write(label, tr("steps"), color="secondary", bold=True)',
    "self.write(label, number(3))",
    'self.set_title(title(result), tr("formula"))',
    '"""What it does, in words."""',
    'raise ValueError("nobody gets to see this")',
    'Problem("start", given, Message("another point"))',
    'theme.series["gradient_descent"]',
    "translated(TABLE[key], n=n)",
    "x = y + 1",
]


@pytest.mark.parametrize("source", SOUND)
def test_the_rules_leave_sound_words_alone(source):
    assert faults("gui/stages/x.py", ast.parse(source)) == []


def test_the_catalog_holds_words_of_every_kind():
    assert catalog() >= {
        "Each step waits for the one before",  # a title of a picture
        "{n} steps: at best {least}.",  # plurals
        "gradient descent",  # a table of words
        "{path} cannot be written: the disk is full.",  # an error of core
        "Serial limit",  # an obstacle
        "Copies",  # an experiment
        "Sequential steps",  # a field, and what is said of it:
        "How many steps the training takes, each of which needs the one before.",
        "&File",  # a menu
        "Print the version.",  # an option of the command line
        "Draw a PNG and an MP4 of every experiment into DIR.",  # a command of it
        "A million steps of ten milliseconds",  # a preset
    }
    assert "" not in catalog()
