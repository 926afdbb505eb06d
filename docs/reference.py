"""docs/commands.md and docs/keys.md, made from the declarations in the code.

Run `python docs/reference.py` after a change to a command, an option, a setting or a key;
a test compares the pages with what this makes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from crm_tui.cli import due, failures, shapes
from crm_tui.cli.main import app
from crm_tui.cli.options import HELP_NAMES, Command
from crm_tui.cli.output import Shape
from crm_tui.cli.session import TEXTS
from crm_tui.commands import COMMANDS, EVERYWHERE, RECORD, commands_of
from crm_tui.config import HELP, Config
from crm_tui.errors import CrmError
from crm_tui.keymap import BOUND, keys_at
from crm_tui.screens.help import MOVING
from crm_tui.screens.keys import key_names

DOCS = Path(__file__).parent
_EVERYWHERE = Command(name="crm", callback=None, context_settings=HELP_NAMES)
_MADE = "<!-- Made by docs/reference.py: change the declarations, not this page. -->"

_FORMATS = {
    "text": "lines for people; what texts such as `due`, `board` and `history` are by default",
    "table": "columns for people, fitted to the terminal; what lists are on a terminal",
    "json": "one array, or one object for one record; times ISO 8601 with offset",
    "jsonl": "one object in each line",
    "csv": "with a header row; several values joined by `; `; what a spreadsheet would take for a "
    "formula has `'` in front, unless `--raw` is given",
    "tsv": "as CSV, with `\\t`, `\\n` and `\\\\` escaped; what lists are when piped",
    "ids": "one number in each line",
}
_FORMATS_OF_DUE = "`crm due` also knows `html`, a page to be mailed, and `ics`, a calendar."
_STREAMS = """Data goes to standard output, all else to standard error; nothing is cut when it is
piped. With `--json` an error is `{"error", "hint", "code"}` on standard error. A command that
changes something says in one line what it did, or prints the record when a format is named."""
_NAMING = """A record is named by its id where one noun fits (`crm deal show 42`), else as
`contact:42`, `company:7`, `deal:42`; or by its uid, its e-mail, its name, or a part of the name
that fits one record only."""
_FILTERING = "What a `[FILTER]` may say is in [filters.md](filters.md)."
_TYPES = {"str": "TEXT", "int": "N", "path": "FILE", "float": "N"}
_BOUNDS = re.compile(r"\s*\[(required|[^]]*<=[^]]*)\]")
_PLACES = {
    EVERYWHERE: "Everywhere",
    "today": "Today",
    "next": "Next",
    "contacts": "Contacts",
    "companies": "Companies",
    "products": "Products",
    "pipeline": "Pipeline",
    "timeline": "Timeline",
    "reminders": "Reminders",
    RECORD: "An open record",
    "duplicates": "Duplicates",
    "import": "The choice of a file to import",
    "plan": "A file's plan",
    "review": "Its doubtful rows",
}


def main() -> None:
    """Write the pages."""
    for name, page in pages().items():
        (DOCS / name).write_text(page, encoding="utf-8")


def pages() -> dict[str, str]:
    """File name -> its text."""
    made = {"commands.md": _commands_page(), "keys.md": _keys_page()}
    return {name: "\n".join([_MADE, "", *lines]) + "\n" for name, lines in made.items()}


# -- commands --------------------------------------------------------------------------------


def _commands_page() -> Iterator[str]:
    yield from ("# Commands", "", _STREAMS, "")
    yield from ("## Output formats", "")
    assert _FORMATS.keys() == set(TEXTS), "every format is explained"
    yield from _table(("format", "what it is"), ((f"`{n}`", t) for n, t in _FORMATS.items()))
    yield from ("", _FORMATS_OF_DUE, "", "## Exit codes", "")
    yield from _table(("code", "meaning"), _exit_codes())
    root = get_command(app)
    yield from ("", "## Options of every command", "")
    yield from _options(_EVERYWHERE, "crm")
    yield from ("", "They may stand before or after the command's name.", "")
    yield from ("## Settings", "", *_settings(), "")
    yield from ("## Naming records, filtering lists", "", _NAMING, "", _FILTERING, "")
    yield from ("## Fields for programs", "", *_fields())
    for name in root.list_commands(_context(root, "crm")):  # type: ignore[attr-defined]
        yield from _command(root.get_command(None, name), f"crm {name}", "##")  # type: ignore[attr-defined]


def _exit_codes() -> Iterator[tuple[str, str]]:
    meanings: dict[int, list[str]] = {0: ["Done."]}
    for kind in (CrmError, *CrmError.__subclasses__()):
        said = (inspect.getdoc(kind) or "").partition(";")[0].partition("\n")[0]
        meanings.setdefault(kind.exit_code, []).append(said.rstrip(".") + ".")
    meanings[due.SOMETHING_IS_DUE] = ["Something is due (`crm due --exit-code`)."]
    meanings[failures.INTERRUPTED] = ["Interrupted."]
    return ((str(code), " ".join(meanings[code])) for code in sorted(meanings))


def _settings() -> Iterator[str]:
    yield "A TOML file, `crm/config.toml` in the platform's folder for settings, or where"
    yield "`--config` or `CRM_CONFIG` says."
    yield ""
    rows = ((f"`{name}`", help, getattr(Config(), name)) for name, help in HELP.items())
    yield from _table(("setting", "what it is", "unless set"), rows)


def _fields() -> Iterator[str]:
    found = {name: each for name, each in vars(shapes).items() if isinstance(each, Shape)}
    names = {"ENTRY": "entry of the timeline"}
    rows = ((names.get(n, n.lower()), ", ".join(s.fields)) for n, s in found.items())
    yield from _table(("record", "fields in JSON, CSV and TSV"), rows)


def _command(command: Any, path: str, heading: str) -> Iterator[str]:
    """A command or, one level deeper, those of a group."""
    if command.hidden:
        return
    if hasattr(command, "list_commands"):
        yield from ("", f"{heading} {path}", "", _help(command))
        ctx = _context(command, path)
        for name in command.list_commands(ctx):
            yield from _command(command.get_command(ctx, name), f"{path} {name}", heading + "#")
        return
    pieces = command.collect_usage_pieces(_context(command, path))
    usage = " ".join([path, *(_argument(piece) for piece in pieces if piece != "[OPTIONS]")])
    yield from ("", f"{heading} {path}", "", _help(command), "", "```", usage)
    yield from _options(command, path, fence=False)
    yield "```"


def _help(command: Any) -> str:
    return " ".join((command.help or "").split())


def _options(command: Any, path: str, *, fence: bool = True) -> Iterator[str]:
    """A command's own arguments and options; those of every command only for `crm`."""
    ctx = _context(command, path)
    everywhere = {param.name for param in _EVERYWHERE.get_params(ctx)}
    own = [p for p in command.get_params(ctx) if path == "crm" or p.name not in everywhere]
    told = [(param, param.get_help_record(ctx)) for param in own]
    records = [
        (_typed(found[0]) if param.opts[0].startswith("-") else _argument(found[0]), found[1])
        for param, found in told
        if found
    ]
    wide = max((len(names) for names, _ in records), default=0)
    lines = [
        f"  {names:<{wide}}  {_BOUNDS.sub('', ' '.join(help.split()))}".rstrip()
        for names, help in records
    ]
    yield from (["```", *lines, "```"] if fence else lines)


def _argument(piece: str) -> str:
    """Typer's `{who}` as `WHO`."""
    return re.sub(r"[{}]", "", piece).upper()


def _typed(names: str) -> str:
    """Typer's `--at <str>` as `--at TEXT`."""
    return re.sub(r"<(\w+)>", lambda found: _TYPES.get(found[1], found[1].upper()), names)


def _context(command: Any, path: str) -> Any:
    return command.context_class(command, info_name=path, **command.context_settings)


# -- keys ------------------------------------------------------------------------------------


def _keys_page() -> Iterator[str]:
    yield from ("# Keys", "", "`?` shows those of the present screen in the app; `^p` finds any")
    yield from ("command by what it does.", "", "## Moving", "")
    yield from _table(("keys", "what they do"), ((_code(keys), help) for keys, help in MOVING))
    placed = {place for command in COMMANDS for place in command.where}
    assert placed == _PLACES.keys(), "every place has a heading"
    for place, heading in _PLACES.items():
        rows = [
            (_code(key_names(keys)), command.label, command.help, f"`{command.id}`")
            for command in commands_of(place)
            if (keys := keys_at(command, place, {}))
        ]
        yield from ("", f"## {heading}", "")
        yield from _table(("keys", "name", "what it does", "in the settings"), rows)
    rest = [command for command in COMMANDS if not command.keys]
    yield from ("", "## Without a key", "", "In the palette (`^p`):", "")
    yield from (f"- {command.help} (`{command.id}`)" for command in rest)
    yield from ("", "## Inside lists, forms and dialogs", "", "For the settings' `[keys]`:", "")
    commands = {command.id for command in COMMANDS}
    rows = [
        (_code(key_names(bound.keys)), f"`{id}`")
        for id, bound in BOUND.items()
        if id not in commands
    ]
    yield from _table(("keys", "in the settings"), rows)


def _code(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split())


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heads, ("---",) * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    main()
