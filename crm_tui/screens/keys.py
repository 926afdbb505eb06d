"""Key bindings made from the declared commands."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from crm_tui.commands import EVERYWHERE, commands_of

_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
    "escape": "esc",
    "asterisk": "*",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def bindings(where: str) -> list[BindingType]:
    """A screen's bindings, each with its command's id, so that a user can remap it."""
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            show=command.footer,
            id=command.id,
            tooltip=command.help,
        )
        for command in commands_of(where)
        if command.keys
    ]


def key_names(keys: str) -> str:
    """Keys as people read them: `space,x` -> `space x`."""
    shown = (_SHOWN.get(key, key.replace("ctrl+", "^")) for key in keys.split(","))
    return " ".join(key for key in shown if key)


APP_BINDINGS = bindings(EVERYWHERE)
