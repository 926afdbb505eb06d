"""crm completion"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.completing import SCRIPTS
from crm_tui.cli.options import group, verb
from crm_tui.domain.fields import choice

app = group("")


@verb(app, "completion")
def completion(
    shell: Annotated[str, typer.Argument(help=", ".join(SCRIPTS), show_default=False)],
) -> None:
    """Print the script that makes a shell complete commands, options and names.

    bash: add `eval "$(crm completion bash)"` to ~/.bashrc; zsh: write it to a file _crm in a
    folder of fpath; fish: write it to ~/.config/fish/completions/crm.fish.
    """
    output.page([SCRIPTS[choice("shell", shell, SCRIPTS)]])
