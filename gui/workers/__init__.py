"""Background work: the only package that starts threads and processes."""
