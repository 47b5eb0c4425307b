"""Where everything stands on paper, and how it looks."""
