"""python -m kvbot."""

from kvbot.cli import main

main()
