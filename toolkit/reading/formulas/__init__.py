"""Formulas that units type into cells: those that refer to themselves, and what simple ones come to."""
