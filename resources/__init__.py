"""Fonts, icons and tables that ship with Thalweg; read through importlib.resources."""
