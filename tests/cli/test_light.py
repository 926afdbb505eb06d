"""What start-up may not load: a command waits for nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Crm

HEAVY = "textual rich sqlalchemy sqlmodel pydantic alembic dateparser phonenumbers babel nameparser"
CODE = """
import sys
from crm_tui.cli.main import run
code = run(sys.argv[2:])
print(code, *sorted(set(sys.argv[1].split()) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    ["--version", "--help", "due", "due --json", "status", "contact list", "deal list", "board",
     "remind list", "timeline", "contact add Ada", "remind done 1", "history"],
)  # fmt: skip
def test_no_heavy_module_is_loaded(store: Crm, command: str) -> None:
    store("company", "add", "Acme")
    store("remind", "add", "company:1", "Call", "--due", "today", "--repeat", "monthly")
    ended = subprocess.run(
        [sys.executable, "-c", CODE, HEAVY, *command.split()],
        env=store.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr.splitlines()[-1] == "0"


def test_completion_knows_the_commands_and_stays_light(store: Crm) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'crm'\n" + CODE, HEAVY],
        env={**store.env, "_CRM_COMPLETE": "complete_bash", "COMP_WORDS": "crm rem",
             "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert ended.stdout == "remind\n"
    assert ended.stderr.split()[1:] == []
