"""The doubtful rows of an import, looked at one by one in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from crm_tui.cli.progress import bar
from crm_tui.cli.session import at_terminal, line_asked, note
from crm_tui.errors import UsageError
from crm_tui.importing.recipe import NEW, SAME, SKIP, Recipe
from crm_tui.importing.review import Pair, doubtful
from crm_tui.reports.layout import fit, pad
from crm_tui.reports.sides import Side
from crm_tui.workspace import Workspace

_KEYS = {"s": SAME, "n": NEW, "x": SKIP}
_ASK = "[s]ame person, [n]ew, [x] skip; all that are left: [N]ew, [X] skip "
_LABEL, _HERE, _THERE = 14, 30, 32  # cells
_PATIENCE = 3


def require_somebody(files: Sequence[str]) -> None:
    """Raises UsageError where nobody can answer."""
    if "-" in files:
        raise UsageError("the answers cannot come from where the file does", "name a file")
    if not at_terminal():
        raise UsageError(
            "--review asks about each doubtful row, and nobody is at a terminal",
            "leave it out, or see the rows with --dry-run first",
        )


def reviewed(workspace: Workspace, source: Path, recipe: Recipe) -> Recipe:
    """The recipe with the user's answers for the file's doubtful rows. Raises UsageError where
    there is no answer."""
    with bar(f"reading {source}") as progress:
        pairs = doubtful(workspace, source, recipe, progress)
    answers = dict[str, str]()
    for number, pair in enumerate(pairs, 1):
        for line in _shown(pair, number, len(pairs)):
            note(line)
        key = _asked()
        if key in "NX":
            rest = _KEYS[key.lower()]
            answers |= {each.doubt.key: rest for each in pairs[number - 1 :]}
            return replace(recipe, answers=answers, doubtful=rest)
        answers[pair.doubt.key] = _KEYS[key]
    return replace(recipe, answers=answers)


def _asked() -> str:
    for _ in range(_PATIENCE):
        key = line_asked(_ASK)[:1]
        if key and key in "snxNX":
            return key
    raise UsageError("there is no answer", "nothing was imported; s, n, x, N or X answers")


def _shown(pair: Pair, number: int, total: int) -> Iterator[str]:
    doubt = pair.doubt
    yield f"{number} of {total}, line {doubt.line}: {doubt.name} {doubt.why}"
    yield _line("", "here", "in the file")
    for name in (*pair.here.fields, *pair.here.rest):
        here, there = _value(pair.here, name), _value(pair.row, name)
        if here or there:
            yield _line(name, here, there)


def _value(side: Side, name: str) -> str:
    return side.fields.get(name, "") or side.rest.get(name, "")


def _line(name: str, here: str, there: str) -> str:
    return f"  {pad(name, _LABEL)}{pad(here or '–', _HERE)}  {fit(there or '–', _THERE)}"
