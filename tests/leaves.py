"""The leaves of plain data, for tests of summaries."""


def leaves(value):
    """All leaves of nested mappings and lists."""
    if isinstance(value, dict):
        assert all(isinstance(name, str) for name in value)
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value
