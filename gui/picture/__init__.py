"""The base of all pictures of experiments: the stage, its view and common parts."""
