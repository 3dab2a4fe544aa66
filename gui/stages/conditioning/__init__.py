"""The stages of the obstacle conditioning."""
