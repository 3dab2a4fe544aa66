"""Sentences, numbers and names on screen."""
