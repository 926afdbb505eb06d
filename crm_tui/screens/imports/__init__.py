"""Bringing a file in: which one, what it would do, what it did."""
