"""Importing mail: what was written to and by the people known."""
