"""Preppal: practise job interviews aloud."""

__version__ = "0.1.0"
