"""Judging answers by the form."""
