"""Export of stills and films, drawn by a stage of their own and never by a window."""
