"""The form of parameters, built from their fields."""
