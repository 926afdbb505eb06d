"""Importing what happened and what is to be done: interactions and reminders."""
