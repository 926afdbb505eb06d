"""Importing a file that has a whole store."""
