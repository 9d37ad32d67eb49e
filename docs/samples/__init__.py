"""Briefings as the program writes them; `python -m docs.samples` makes them anew."""
