"""kvbot: cited answers and briefings from a fact base built from documents."""

__version__ = "0.1.0"
