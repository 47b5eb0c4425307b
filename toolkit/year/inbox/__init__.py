"""The inbox: what lies in it, and what becomes of each file.

Listing it needs little; reading and judging is loaded only where there is something to read.
"""
