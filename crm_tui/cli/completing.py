"""What the shell offers while a command is typed: commands, options, choices, and names.

The scripts of `crm completion` run `crm` with the line in the environment. It answers a
candidate a line, and stays silent whatever goes wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

# Typer has no public way to them; its minor version is pinned.
from typer._click.shell_completion import CompletionItem, _resolve_context, _resolve_incomplete

from crm_tui.cli.session import TEXTS, Session
from crm_tui.cli.shell_words import Typed, bash_word, typed
from crm_tui.config import HELP
from crm_tui.domain.channels import KINDS as CHANNELS
from crm_tui.domain.channels import LABELS
from crm_tui.domain.contacts import LIFECYCLE
from crm_tui.domain.custom_fields import NOUNS as WITH_FIELDS
from crm_tui.domain.interactions import DIRECTIONS
from crm_tui.domain.interactions import KINDS as INTERACTIONS
from crm_tui.domain.queue import OUTCOMES
from crm_tui.domain.reminders import KINDS as REMINDERS
from crm_tui.queries.completion import names
from crm_tui.queries.resolve import NOUNS

SHELL, LINE = "_CRM_COMPLETE", "_CRM_LINE"
SCRIPTS = {
    "bash": """_crm_completion() {
    local item
    COMPREPLY=()
    while IFS= read -r item; do
        COMPREPLY+=("$item")
    done < <(_CRM_COMPLETE=bash _CRM_LINE="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
}
complete -o default -o nosort -F _crm_completion crm
""",
    "zsh": """#compdef crm
_crm() {
    local -a found
    local line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
    found=("${(@f)$(_CRM_COMPLETE=zsh _CRM_LINE="$line" "${(Q)words[1]}" 2>/dev/null)}")
    found=("${(@)found:#}")
    [[ $PREFIX == --*=* ]] && compset -P '*='
    if (( $#found )); then
        compadd -M 'm:{[:lower:]}={[:upper:]}' -- "${found[@]}"
    else
        _files
    fi
}
if [[ $funcstack[1] == _crm ]]; then
    _crm "$@"
else
    compdef _crm crm
fi
""",
    "fish": """function __crm_complete
    set -lx _CRM_COMPLETE fish
    set -lx _CRM_LINE (commandline -cp)
    crm 2>/dev/null
end
complete -c crm -f -a '(__crm_complete)'
complete -c crm -n '__fish_seen_subcommand_from import export backup restore' -F
""",
}

# What a parameter takes: the nouns whose names it may be, by the command that has it and
# by its name, or by its name alone.
_NAMED = {
    "contact which": ("contact",),
    "contact keep": ("contact",),
    "contact other": ("contact",),
    "company which": ("company",),
    "deal which": ("deal",),
    "product which": ("product",),
    "tag which": ("tag",),
    "user which": ("user",),
    "field which": ("field",),
    "segment which": ("segment",),
    "stage which": ("stage",),
    "stage order": ("stage",),
    "pipeline named": ("pipeline",),
    "channel who": ("contact", "company"),
    "who": NOUNS,
    "about": NOUNS,
    "named": NOUNS,
    "thing": NOUNS,
    "contact": ("contact",),
    "company": ("company",),
    "parent": ("company",),
    "deal": ("deal",),
    "product": ("product",),
    "stage": ("stage",),
    "move_to": ("stage",),
    "pipeline": ("pipeline",),
    "owner": ("user",),
    "manager": ("user",),
    "user": ("user",),
    "tags": ("tag",),
    "untags": ("tag",),
}
_CHOICES = {
    "log kind": INTERACTIONS,
    "interaction kind": INTERACTIONS,
    "remind kind": REMINDERS,
    "channel kind": CHANNELS,
    "next outcome": tuple(outcome.replace(" ", "-") for outcome in OUTCOMES),
    "field noun": WITH_FIELDS,
    "config name": tuple(HELP),
    "completion shell": tuple(SCRIPTS),
    "direction": DIRECTIONS,
    "format": (*TEXTS, "html", "ics"),
    "label": LABELS,
    "lifecycle": LIFECYCLE,
}


def answer(app: Any, shell: str, line: str) -> None:
    """Print what may stand where the line ends; nothing where that cannot be said."""
    at = typed(line)
    state = Session()
    try:
        found = [_word(item, shell, at) for item in _items(app, state, at)]
        sys.stdout.write("".join(f"{word}\n" for word in found if word))
        sys.stdout.flush()
    except Exception:
        # Somebody is typing: a store that is away is told when the command runs.
        if os.environ.get("CRM_TRACEBACK"):
            raise
    finally:
        state.close()


def _items(app: Any, state: Session, at: Typed) -> Iterator[CompletionItem]:
    words = at.words[1:]
    ctx = _resolve_context(app, {"obj": state}, "crm", words)
    found, begun = _resolve_incomplete(ctx, words, at.last)
    name = getattr(found, "name", "") or ""
    keys = [f"{command} {name}" for command in ctx.command_path.split()[1:]]
    for key in (*keys, name):
        if hasattr(found, "opts") and key in _NAMED:
            yield from map(CompletionItem, _names(state, _NAMED[key], begun))
            return
        if hasattr(found, "opts") and key in _CHOICES:
            yield from (CompletionItem(word) for word in _CHOICES[key] if word.startswith(begun))
            return
    yield from (item for item in found.shell_complete(ctx, begun) if item.type == "plain")


def _names(state: Session, nouns: tuple[str, ...], begun: str) -> list[str]:
    from crm_tui.clock import Clock, zone
    from crm_tui.store.connection import connect
    from crm_tui.store.reader import reading
    from crm_tui.store.revision import is_behind

    db = connect(state.target)
    try:
        if is_behind(db, state.target):
            return []
        with reading(db, Clock(zone("UTC"))) as reader:
            return [name for noun in nouns for name in names(reader, noun, begun)]
    finally:
        db.close()


def _word(item: CompletionItem, shell: str, at: Typed) -> str | None:
    if shell == "bash":
        return bash_word(str(item.value), at)
    if shell == "zsh":
        return str(item.value)
    # fish replaces all that is typed, also the option before an equals sign.
    option, equals, _ = at.last.partition("=")
    head = f"{option}=" if equals and option.startswith("--") else ""
    help = f"\t{item.help.splitlines()[0]}" if item.help else ""
    return f"{head}{item.value}{help}"
