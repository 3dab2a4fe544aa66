"""The obstacle `nonlinearity`: descent sees its neighborhood alone, and every layer bends it more."""
