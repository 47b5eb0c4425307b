"""Where the program begins that runs without Python.

The command, or the page in the browser when nothing is asked of it.
"""

import multiprocessing
import sys

from toolkit.cli.commands import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # files are read in processes of their own, which begin here too
    main()
    sys.exit()
