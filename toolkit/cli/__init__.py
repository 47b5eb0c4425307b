"""The command line: parse, one library call, report, exit code; in Chinese."""
