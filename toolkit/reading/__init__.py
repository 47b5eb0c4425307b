"""A file that came back: what it is, where its cells stand, what they say."""
