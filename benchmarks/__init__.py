"""Timings of whole processes, side by side with peers: `python -m benchmarks [NAME…]`."""
