"""`python -m catalog.cli`: the command without its script, for whoever starts it as a child."""

from catalog.cli import main

main()
