"""Runs beside the window: the only place that starts threads and processes."""
