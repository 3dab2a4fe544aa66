"""The stages of the obstacle noise."""
