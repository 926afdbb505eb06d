"""Importing calendars: meetings that were, meetings that are planned, and to-dos."""
