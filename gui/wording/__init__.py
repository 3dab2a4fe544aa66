"""Sentences, numbers and names, as they are read on screen."""
