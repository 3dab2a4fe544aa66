"""A fixture: a timeline at the first of ten steps."""

import pytest

from gui.session.timeline import Schedule, Timeline


@pytest.fixture
def timeline():
    timeline = Timeline()
    timeline.set_schedule(Schedule(10))
    timeline.seek(0.0)
    yield timeline
    timeline.pause()
