"""`python -m toolkit`, the same as the command `xxgk`."""

from toolkit.cli.commands import main

main()
