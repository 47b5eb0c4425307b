"""The office's desk in the browser: a thin page over the library calls that the command line has too."""
