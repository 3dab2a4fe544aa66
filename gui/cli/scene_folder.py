"""Pictures and films of the scenes of a file, in a folder; those that are up to date are not made again."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import blake2b
from typing import Any

import msgspec

from core.cache import Cache
from core.cache_key import cache_key
from core.document import program_version
from core.files import write_whole
from gui.cli.output import CommandError, make_folder, print_message, write_stdout
from gui.cli.pictures import render_scene
from gui.export.plan import Plan
from gui.wording.text import tr

LIST_NAME = ".thalweg.json"
"""The file that lists what was made, by name, with the digest of what it shows."""


def render_scenes(plans: Sequence[Plan], folder: str, cache: Cache | None) -> None:
    """Write a file for each plan to a folder, named by the `id` of its scene, and print the paths of those made.

    Raises
    ------
    CommandError
        If the folder cannot be used, or holds a file of such a name that was not made here.

    """
    make_folder(folder)
    made = _made(folder)
    paths = {plan.scene.id: os.path.join(folder, f"{plan.scene.id}{plan.form.suffix}") for plan in plans}
    for path in paths.values():
        if os.path.lexists(path) and os.path.basename(path) not in made:
            raise CommandError(tr("{path} is in the way: it was not made from a scene.", path=path))
    for plan in plans:
        path, digest = paths[plan.scene.id], _digest(plan)
        name = os.path.basename(path)
        if digest is not None and made.get(name) == digest and os.path.isfile(path):
            print_message(tr("{path} is up to date.", path=path))
            continue
        _write_list(folder, made | {name: ""})
        render_scene(plan, path, cache)
        made[name] = digest or ""
        _write_list(folder, made)
        write_stdout(os.fsencode(path) + b"\n")


def _made(folder: str) -> dict[str, str]:
    """Return the digests of the files that were made, by name."""
    try:
        with open(os.path.join(folder, LIST_NAME), "rb") as file:
            return msgspec.json.decode(file.read(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return {}


def _write_list(folder: str, made: dict[str, str]) -> None:
    write_whole(os.path.join(folder, LIST_NAME), msgspec.json.format(msgspec.json.encode(made)) + b"\n")


def _digest(plan: Plan) -> str | None:
    """Return a digest of the scene, the options, core and the program's version; None if there is none."""
    scene = plan.scene
    result = cache_key(scene.target, scene.experiment, scene.full_params())
    if result is None:
        return None
    parts: dict[str, Any] = {
        "result": result,
        "params": msgspec.to_builtins(scene.full_params()),
        "look": scene.look,
        "play": scene.play,
        "version": program_version(),
        "plan": {name: repr(value) for name, value in asdict(plan).items() if name != "scene"},
    }
    return blake2b(msgspec.json.encode(parts, order="sorted"), digest_size=16).hexdigest()
