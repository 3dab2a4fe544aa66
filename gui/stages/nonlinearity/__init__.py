"""The stages of the obstacle nonlinearity."""
