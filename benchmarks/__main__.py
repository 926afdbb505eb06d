"""`python -m benchmarks [NAME…]`: all benchmarks, or those that are named.

Ends with 1 when a figure is over its limit.
"""

from __future__ import annotations

import argparse
import compileall
import sys
import tempfile
from pathlib import Path

import crm_tui
from benchmarks import (
    due,
    dupes,
    hostile,
    importing,
    killing,
    latency,
    linkage,
    paint,
    together,
    version,
)
from benchmarks.timing import show

PARTS = {
    "version": version,
    "due": due,
    "paint": paint,
    "latency": latency,
    "importing": importing,
    "linkage": linkage,
    "dupes": dupes,
    "hostile": hostile,
    "killing": killing,
    "together": together,
}


def main() -> int:
    """Run what the command line names; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=60.0, help="how long for together")
    parser.add_argument("--times", type=int, default=20, help="how often killing kills")
    parser.add_argument(
        "--contacts", type=int, default=100_000, help="how many contacts dupes compares"
    )
    given = parser.parse_args()
    options = {
        "together": {"seconds": given.seconds},
        "killing": {"times": given.times},
        "dupes": {"contacts": given.contacts},
    }
    if unknown := [name for name in given.names if name not in PARTS]:
        parser.error(f"no benchmark {unknown[0]}; there are {', '.join(PARTS)}")
    compileall.compile_dir(Path(crm_tui.__file__).parent, quiet=1)
    kept = True
    for name in given.names or PARTS:
        part = PARTS[name]
        with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
            figures = part.measure(Path(folder), **options.get(name, {}))
        show(part.TITLE, figures)
        kept = kept and all(figure.kept for figure in figures)
    return 0 if kept else 1


sys.exit(main())
