"""The rule book as data: one complete TOML definition for each edition of a form, and the look of the sheets."""
