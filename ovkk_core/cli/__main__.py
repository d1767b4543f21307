"""Lets ``python -m ovkk_core.cli`` be the command, also where no script is installed."""

from ovkk_core.cli import main

main()
