"""Functions in a child process; and that no other module starts threads or processes."""

import os
import re
import time
from pathlib import Path

import pytest
from processes import alive

import gui
from core.run import Progress, run_to_end
from gui.workers.processes import run_in_process
from gui.workers.worker import start_thread

GUI = Path(gui.__file__).parent
FORBIDDEN = re.compile(
    r"threading\.Thread\b|\bmultiprocessing\b|\bQThread\b|\bQThreadPool\b|concurrent\.futures|import _thread"
)


@pytest.mark.slow
def test_a_function_runs_in_another_process_and_its_value_is_returned():
    run = run_in_process(os.getpid)
    assert next(run) == Progress(0.0)
    assert run_to_end(run) != os.getpid()


@pytest.mark.slow
def test_arguments_are_passed_on():
    assert run_to_end(run_in_process(divmod, 17, 5)) == (3, 2)


@pytest.mark.slow
def test_an_exception_of_the_child_is_raised_here_with_its_traceback():
    with pytest.raises(RuntimeError, match="Traceback") as raised:
        run_to_end(run_in_process(divmod, 1, 0))
    assert "ZeroDivisionError" in str(raised.value)


@pytest.mark.slow
def test_the_death_of_the_child_raises_an_error_with_its_exit_code():
    with pytest.raises(RuntimeError, match="ended with code 3"):
        run_to_end(run_in_process(os._exit, 3))


@pytest.mark.slow
def test_closing_the_run_kills_the_child(monkeypatch):
    from multiprocessing.process import BaseProcess

    killed, kill = [], BaseProcess.kill
    monkeypatch.setattr(BaseProcess, "kill", lambda self: (killed.append(self.pid), kill(self)))
    run = run_in_process(time.sleep, 60)
    next(run)
    run.close()
    (pid,) = killed
    assert not alive(pid)


def test_a_helper_thread_is_a_daemon():
    done = []
    thread = start_thread(lambda: done.append(True), "helper")
    thread.join(5)
    assert (done, thread.name, thread.daemon) == ([True], "helper", True)


def test_only_workers_starts_threads_or_processes():
    found = {
        path.relative_to(GUI).as_posix(): match[0]
        for path in GUI.rglob("*.py")
        if (match := FORBIDDEN.search(path.read_text(encoding="utf-8")))
    }
    assert set(found) == {"workers/processes.py", "workers/worker.py"}, found


@pytest.mark.parametrize(
    "line", ["threading.Thread(target=f)", "import multiprocessing", "class Job(QThread):", "import _thread"]
)
def test_the_pattern_of_forbidden_calls_matches(line):
    assert FORBIDDEN.search(line)
