"""What `render` and `gallery` do: the part of the command line that paints, and the only one that imports Qt."""

import os
from contextlib import closing

from core.experiment import Result
from core.files import FileError
from core.obstacles import OBSTACLES
from gui.app import application, headless, sweep
from gui.cli.log import open_log, record
from gui.cli.output import CommandError, drive, put, save, say, try_out
from gui.cli.reading import Aim, At, Look
from gui.export.film import even, exact_rate, film
from gui.export.still import paint, png
from gui.stage import StageFactory, View
from gui.stages import STAGES
from gui.system import install_fatal_handler
from gui.theme import THEMES, TYPE_SIZES
from gui.timeline import Schedule, pictures


def prepare() -> None:
    """Make ready to paint without a display."""
    open_log()
    install_fatal_handler()
    headless()
    application()


def render_one(aim: Aim, look: Look, path: str, kind: str) -> None:
    """Write a still or a film of the first experiment that `aim` names."""
    try_out(path)
    prepare()
    experiment = aim.experiments[0]
    factory = _stage_of(f"{aim.obstacle.key}/{experiment.key}")
    view = View(*look.size, theme=THEMES[look.theme], type_size=TYPE_SIZES[look.type_size])
    result = drive(experiment.run(aim.params), f"computing {experiment.key}")
    if kind == ".mp4":
        _write_film(factory, result, view, path, look)
    else:
        _write_still(factory, result, view, path, look)


def render_all(folder: str, look: Look) -> int:
    """Write a still and a film of every experiment; return the exit code."""
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError as error:
        raise CommandError(f"{folder} cannot be used: it is not a folder.") from error
    except OSError as error:
        raise CommandError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    aims = [Aim(obstacle, (one,), obstacle.params()) for obstacle in OBSTACLES for one in obstacle.experiments]
    drawn = [_attempt(aim, look, folder, kind) for aim in aims for kind in (".png", ".mp4")]
    return 0 if all(drawn) else 1


def _attempt(aim: Aim, look: Look, folder: str, kind: str) -> bool:
    """Write one picture of the gallery; a bug in it must not take the others away."""
    path = os.path.join(folder, f"{aim.obstacle.key}-{aim.experiments[0].key}{kind}")
    try:
        render_one(aim, look, path, kind)
    except (CommandError, FileError):
        raise
    except Exception as error:  # noqa: BLE001  said, and logged
        say(record(f"{path} could not be drawn because of", error))
        return False
    put(os.fsencode(path) + b"\n")
    return True


def _stage_of(address: str) -> StageFactory:
    if address not in STAGES:
        raise CommandError(f"There is no picture of {address}.")
    return STAGES[address]


def _write_still(factory: StageFactory, result: Result, view: View, path: str, look: Look) -> None:
    with closing(factory(view)) as stage:
        schedule = stage.schedule(result, look.duration)
        content = png(paint(stage, result, _position(schedule, float(exact_rate(look.fps)), look.at)))
    sweep()
    save(path, content)


def _write_film(factory: StageFactory, result: Result, view: View, path: str, look: Look) -> None:
    rounded = even(view)
    if rounded != view:
        say(
            f"The size {view.width}x{view.height} is rounded to {rounded.width}x{rounded.height}: "
            "an MP4 has even sizes."
        )
    drive(film(factory, result, rounded, path, look.fps, look.duration), f"rendering {os.path.basename(path)}")
    sweep()


def _position(schedule: Schedule, fps: float, at: At) -> float:
    """Return the position that the film's picture at some moment shows."""
    last = pictures(schedule, fps) - 1
    if isinstance(at, str):
        return schedule.position((last if at == "last" else 0) / fps)
    return schedule.position(min(round(at * fps), last) / fps)
