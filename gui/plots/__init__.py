"""Graphics items on top of pyqtgraph: landscapes, curves, trails and text. They draw results and compute none."""
