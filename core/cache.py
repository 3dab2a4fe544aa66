"""Finished results on disk: what takes long to compute is computed once."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

import platformdirs

from core.cache_folder import SUFFIX, CacheFolder
from core.cache_key import cache_key, sources_have_changed
from core.document import from_npz, to_npz
from core.experiment import Experiment, Obstacle, Result, rescaled
from core.params import Params
from core.run import Progress, Run

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Result)
MAX_BYTES = 200_000_000
"""Size of all kept results together at most."""
MIN_RUN_S = 0.2
"""Seconds of the shortest run whose result is kept: others take no longer than a kept one may take to be shown."""


def default_folder() -> CacheFolder:
    """Return the folder of the user's cache."""
    return CacheFolder(platformdirs.user_cache_path("thalweg", appauthor=False) / "results", MAX_BYTES)


class Cache:
    """Reads and keeps the finished results of experiments that are `cached`.

    Where the folder cannot be used they are computed every time, and the log says so once.
    """

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._has_warned = False

    def run(
        self, obstacle: Obstacle[Any], experiment: Experiment[Any, R], params: Params, job: Callable[[], Run[R]]
    ) -> Run[R]:
        """Read the result of the run `job()`, or compute and keep it; if the experiment is not `cached`, only compute.

        A result that was read has a new run number. Its times, which are not kept, are measured again.
        """
        address = f"{obstacle.key}/{experiment.key}"
        key = cache_key(address, experiment, params) if experiment.cached else None
        if key is None:
            return (yield from job())
        name = f"{obstacle.key}-{experiment.key}-{key}{SUFFIX}"
        content = self._folder.read(name)
        if content is not None:
            yield Progress(0.0)
            found = self._result(name, content, obstacle, experiment)
            if found is not None:
                found = rescaled(found, params)
                return found if experiment.measure is None else (yield from experiment.measure(found))
        begin = time.perf_counter()
        result = yield from job()
        if result.complete and time.perf_counter() - begin >= MIN_RUN_S:
            yield Progress(1.0, result)  # shown while it is written
            if not sources_have_changed() and cache_key(address, experiment, params) == key:
                self._keep(name, experiment, result)
        return result

    def _result(self, name: str, content: bytes, obstacle: Obstacle[Any], experiment: Experiment[Any, R]) -> R | None:
        """Return the result in a file of the cache; if there is none in it, remove the file and return None."""
        try:
            return cast("R", from_npz(content, obstacle)[experiment.key])
        except (ValueError, KeyError):
            self._folder.remove(name)
            return None

    def _keep(self, name: str, experiment: Experiment[Any, R], result: R) -> None:
        try:
            nothing: dict[str, Any] = {name: MappingProxyType({}) for name in experiment.measured}
            untimed = replace(result, **nothing)
            self._folder.write(name, to_npz({experiment.key: untimed}))
        except OSError as problem:
            if not self._has_warned:
                log.warning("finished results are not kept: %s", problem)
            self._has_warned = True
