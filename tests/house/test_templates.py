"""Every text on screen is a literal template with named fields, so that a translation can be complete."""

import ast

import pytest
from house.templates import catalog, faults, sources


@pytest.mark.parametrize("name", sources())
def test_every_text_is_a_literal_template_with_named_fields(name):
    assert faults(name, sources()[name]) == []


FAULTS = {
    "tr(words)": "not given a literal",
    'tr(f"{n} steps")': "not given a literal",
    'tr("a" + name)': "not given a literal",
    'tr("{n} steps".format(n=n))': "not given a literal",
    "tr_noop(words)": "not given a literal",
    "Message(words, n=1)": "not given a literal",
    'ntr("{n} step", many, n)': "not given a literal",
    'tr("{n} steps")': "is given no ['n']",
    'tr("steps", n=n)': "has no field ['n']",
    'Message("{path}: {reason}", path=path)': "is given no ['reason']",
    'ntr("{n} step", "{n} steps of {all}", n)': "is given no ['all']",
    'tr("{n:g} steps", n=n)': "more than a name",
    'tr("{} steps", n)': "more than a name",
    'tr("{n} steps", claim, n=n)': "is not a literal",
    'tr("{n} steps", *claims, n=n)': "is not a literal",
    'ntr("{n} step", "{n} steps", n, claim)': "is not a literal",
    'WORDS = {"a": "Two entries stay tame"}': "used without tr",
    'words = f"{n} steps at most"': "used without tr",
    '" ".join(parts)': "joined",
    'tr("a") + rest': "added",
    'rest + "."': "added",
    'words += tr("more")': "added",
    'self.write(label, "steps")': "text without tr",
    'self.write_fitting(label, ("many steps", "steps"), room)': "text without tr",
    'self.set_title(f"{n} steps")': "text without tr",
    'self.set_caption(tr("a"), "steps")': "text without tr",
    'stage.set_notice("stopped")': "text without tr",
    'label.set_text("steps", theme, 3)': "text without tr",
    'button.setText("Cancel")': "text without tr",
    'QLabel("Loss")': "text without tr",
    'print_message(f"{path}: {reason}")': "text without tr",
    'raise CommandError("It cannot be done.")': "text without tr",
    'Problem(name, repr(given), f"one of {names}")': "text without tr",
    'Problem(name, repr(given), "one of {}".format(names))': "text without tr",
}


@pytest.mark.parametrize("source", FAULTS)
def test_the_rules_find_texts_that_are_not_templates(source):
    found = faults("gui/stages/x.py", ast.parse(source))
    assert len(found) >= 1
    assert any(FAULTS[source] in fault for fault in found), found


VALID = [
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


@pytest.mark.parametrize("source", VALID)
def test_the_rules_accept_valid_templates(source):
    assert faults("gui/stages/x.py", ast.parse(source)) == []


def test_the_catalog_holds_texts_of_every_kind():
    assert catalog() >= {
        "Each step waits for the one before",  # a title of a picture
        "{n} steps: at best {least}.",  # plurals
        "gradient descent",  # a table of names
        "{path} cannot be written: the disk is full.",  # an error of core
        "Serial limit",  # an obstacle
        "Copies",  # an experiment
        "Sequential steps",  # a field and its description:
        "How many steps the training takes, each of which needs the one before.",
        "&File",  # a menu
        "Print the version.",  # an option of the command line
        "Draw a PNG and an MP4 of every experiment into DIR.",  # a command of it
        "A million steps of ten milliseconds",  # a preset
    }
    assert "" not in catalog()
