"""Colors, type sizes, style sheet and icons."""
