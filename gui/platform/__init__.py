"""The application object, and explanations of what the system lacks."""
