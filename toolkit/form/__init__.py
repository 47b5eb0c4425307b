"""What is asked and what must hold: a TOML definition as frozen records and expressions."""
