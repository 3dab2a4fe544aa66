"""The commands `render` and `gallery`; apart from the window, only this module of the command line needs Qt."""

import os
from contextlib import closing
from functools import partial

from core.cache import Cache
from core.experiment import Result
from core.files import FileError
from core.scene import TARGETS, Moment, Scene
from gui.cli.log import log_error, open_log
from gui.cli.output import (
    CommandError,
    check_writable,
    make_folder,
    print_message,
    run_with_progress,
    telling_hard_link,
    write_file,
    write_stdout,
)
from gui.export.film import exact_rate, film, supported_view
from gui.export.formats import MP4, NUMBERED, PNG
from gui.export.on_screen import view_of
from gui.export.plan import Plan
from gui.export.still import content
from gui.picture.factory import StageFactory
from gui.platform.application import application, process_deferred_deletes, use_offscreen_platform
from gui.platform.diagnostics import install_fatal_handler
from gui.platform.memory import map_large_blocks, return_freed_memory
from gui.session.timeline import Schedule, frame_count
from gui.stages import STAGES
from gui.wording.text import tr, translated
from gui.workers.processes import run_beside


def set_up_qt() -> None:
    """Create the Qt application for painting without a display, with little memory."""
    map_large_blocks()
    open_log()
    install_fatal_handler()
    use_offscreen_platform()
    application()


def render_scene(plan: Plan, path: str, cache: Cache | None) -> None:
    """Write a still or a film of a scene to a file; its result is read from the cache and kept there, if given."""
    check_writable(path, folder=plan.form is NUMBERED)
    set_up_qt()
    scene, experiment, params = plan.scene, plan.scene.experiment, plan.scene.full_params()
    factory = _stage_factory(scene.target)
    job = partial(experiment.run, params)
    if cache is not None:
        job = partial(cache.run, scene.obstacle, experiment, params, job)
    result = run_with_progress(run_beside(job), tr("computing {name}", name=experiment.key))
    return_freed_memory()
    write = _write_film if plan.form.film else _write_still
    write(factory, result, plan, path)


def render_gallery(folder: str, cache: Cache | None) -> int:
    """Write a still and a film of every experiment to a folder; return the exit code."""
    make_folder(folder)
    scenes = [Scene(target=target) for target in TARGETS]
    succeeded = [_render_gallery_file(Plan(scene, form), folder, cache) for scene in scenes for form in (PNG, MP4)]
    return 0 if all(succeeded) else 1


def _render_gallery_file(plan: Plan, folder: str, cache: Cache | None) -> bool:
    """Write one file of the gallery and return whether it worked; log a bug, so that the others are written."""
    path = os.path.join(folder, f"{plan.scene.target.replace('/', '-')}{plan.form.suffix}")
    try:
        render_scene(plan, path, cache)
    except (CommandError, FileError):
        raise
    except Exception as error:  # noqa: BLE001  printed and logged
        reason, log = log_error("a picture could not be drawn", error)
        print_message(
            tr(
                "{path} could not be drawn because of {reason} (the log has the details: {log})",
                path=path,
                reason=reason,
                log=log,
            )
        )
        return False
    write_stdout(os.fsencode(path) + b"\n")
    return True


def _stage_factory(address: str) -> StageFactory:
    if address not in STAGES:
        raise CommandError(tr("There is no picture of {address}.", address=address))
    return STAGES[address]


def _write_still(factory: StageFactory, result: Result, plan: Plan, path: str) -> None:
    with closing(factory(view_of(plan))) as stage:
        schedule = stage.schedule(result, plan.scene.play.duration)
        position = _position(schedule, float(exact_rate(plan.fps)), plan.scene.play.at)
        data = content(stage, result, position, plan.form, plan.options)
    process_deferred_deletes()
    write_file(path, data)


def _write_film(factory: StageFactory, result: Result, plan: Plan, path: str) -> None:
    view, form = view_of(plan), plan.form
    size, rounded = (view.width, view.height), supported_view(view, form)
    if (rounded.width, rounded.height) != size:
        print_message(
            tr(
                "The size {size} is rounded to {rounded}: {kind} has even sizes.",
                size=f"{view.width}x{view.height}",
                rounded=f"{rounded.width}x{rounded.height}",
                kind=translated(form.name),
            )
        )
    if form.nearest_rate(plan.fps) != plan.fps:
        print_message(
            tr(
                "{asked} frames per second become {runs}: {kind} has {rates}.",
                asked=format(plan.fps, "g"),
                runs=format(form.nearest_rate(plan.fps), "g"),
                kind=translated(form.name),
                rates=", ".join(map(str, form.rates)),
            )
        )
    play, options = plan.scene.play, plan.options
    steps = film(factory, result, view, path, plan.fps, play.duration, form=form, span=play.span, options=options)
    with telling_hard_link(path):
        run_with_progress(steps, tr("rendering {name}", name=os.path.basename(os.path.normpath(path))))
    process_deferred_deletes()


def _position(schedule: Schedule, fps: float, at: Moment) -> float:
    """Return the position of the film's frame at a moment."""
    last = frame_count(schedule, fps) - 1
    if isinstance(at, str):
        return schedule.position((last if at == "last" else 0) / fps)
    return schedule.position(min(round(at * fps), last) / fps)
