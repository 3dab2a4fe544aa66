"""The application object, and what the machine lacks."""
