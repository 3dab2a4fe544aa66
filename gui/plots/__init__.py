"""Thin views on pyqtgraph: landscapes, curves, trails and text. They draw and never compute."""
