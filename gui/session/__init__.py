"""The state of a tab without widgets: its lanes, its parameters and its timeline."""
