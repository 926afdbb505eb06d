"""Importing deals: their columns, their rows, and what a batch of them writes."""
