"""Names at the ends of lines, in rows that do not run into each other."""


def apart(baselines: list[float], pitch: float, ceiling: float) -> list[float]:
    """Return baselines, the lowest first, moved up where two are closer than `pitch`, and down under the ceiling."""
    rows: list[float] = []
    for baseline in baselines:
        rows.append(min(baseline, rows[-1] - pitch) if rows else baseline)
    for k in reversed(range(len(rows))):
        rows[k] = max(rows[k], ceiling + pitch * (len(rows) - 1 - k))
    return rows
