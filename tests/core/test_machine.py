"""The name of the processor."""

import pytest

from core import machine


@pytest.fixture
def listing(monkeypatch, tmp_path):
    """The file that lists the processors."""
    path = tmp_path / "cpuinfo"
    monkeypatch.setattr(machine, "_PROCESSORS", path)
    return path


def test_the_name_is_read_from_proc_cpuinfo_if_available(listing):
    listing.write_text("processor\t: 0\nmodel name\t: Some Chip 9\n")
    assert machine.processor_name() == "Some Chip 9"


def test_without_a_name_in_proc_cpuinfo_the_environment_tells_it(listing, monkeypatch):
    listing.write_text("processor\t: 0\n")
    monkeypatch.setenv("PROCESSOR_IDENTIFIER", "A kind of chip")
    assert machine.processor_name() == "A kind of chip"


def test_without_any_name_it_is_the_architecture(listing, monkeypatch):
    monkeypatch.delenv("PROCESSOR_IDENTIFIER", raising=False)
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    assert machine.processor_name() == "arm64"
