"""Ways out of the program: stills and films, made from a stage factory and never from a window."""
