"""The sample county as files to look at, written anew by `python -m examples.make` (`make examples`)."""
