"""Importing what stands by itself: products and users, a row for each."""
