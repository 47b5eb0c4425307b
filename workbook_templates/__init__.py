"""The rule book as data: a complete TOML definition of each edition of a form, and the sheets' look."""
