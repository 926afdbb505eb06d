"""What changes when somebody sits at a terminal: tables, colors and questions."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

import pytest

from crm_tui.text import width
from tests import factories
from tests.cli.conftest import Crm


def at_terminal(
    crm: Crm, *arguments: str, cells: int = 80, keys: str = "", **env: str
) -> tuple[int, str]:
    """Run `crm` in a pseudo-terminal; answers its code and all that appeared."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, cells, 0, 0))
        settings = {**crm.env, "TERM": "xterm", **env}
        os.execve(sys.executable, [sys.executable, "-m", "crm_tui", *arguments], settings)
    os.write(terminal, keys.encode())
    shown = b""
    try:
        while block := os.read(terminal, 65536):
            shown += block
    except OSError:  # Linux ends a terminal that nobody holds any more in this way
        pass
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n")


@pytest.fixture
def filled(store: Crm) -> Crm:
    """Two contacts, one of a very long name, and a reminder that is overdue."""
    store("contact", "add", factories.HOSTILE, "--company", "Acme " * 30, "--email", "a@b.example")
    store("contact", "add", "東京" * 40)
    store("remind", "add", "contact:1", "Call " * 40, "--due", "yesterday")
    return store


@pytest.mark.parametrize("cells", [40, 80, 120])
def test_tables_and_texts_fit_the_terminal(filled: Crm, cells: int) -> None:
    for command in ("contact list", "remind list", "due", "timeline", "history", "board"):
        code, shown = at_terminal(filled, *command.split(), cells=cells, NO_COLOR="1")
        assert code == 0
        assert max(map(width, shown.splitlines())) <= cells
    _, shown = at_terminal(filled, "contact", "list", cells=cells)
    assert "[EMEA]" in shown
    assert "…" in shown


def test_a_record_is_shown_whole(filled: Crm) -> None:
    assert "東京" * 40 in at_terminal(filled, "contact", "show", "2")[1].replace("\n", "")


def test_colors_can_be_left_out(filled: Crm) -> None:
    assert "\x1b[" in at_terminal(filled, "due")[1]
    assert "\x1b[" not in at_terminal(filled, "due", "--no-color")[1]
    assert "\x1b[" not in at_terminal(filled, "due", NO_COLOR="1")[1]
    assert "\x1b[" not in at_terminal(filled, "due", TERM="dumb")[1]


def test_deleting_asks_and_takes_a_part_of_a_name(filled: Crm) -> None:
    code, shown = at_terminal(filled, "contact", "delete", "emea", keys="n\n")
    assert "Delete contact" in shown
    assert (code, len(filled("contact", "list").rows)) == (1, 2)
    code, _ = at_terminal(filled, "contact", "delete", "emea", keys="\n")
    assert code == 1
    code, _ = at_terminal(filled, "contact", "delete", "emea", keys="y\n")
    assert (code, len(filled("contact", "list").rows)) == (0, 1)
    code, shown = at_terminal(filled, "contact", "delete", "東京", "--yes")
    assert code == 0
    assert "[y/N]" not in shown


def test_adding_asks_about_who_may_be_there_already(store: Crm) -> None:
    store("contact", "add", "Linus Berg", "--company", "Nordlicht")
    code, shown = at_terminal(store, "contact", "add", "Linus Bergh", keys="n\n")
    assert "there is contact:1 Linus Berg (Nordlicht): like names" in shown
    assert "Add another? [y/N]" in shown
    assert (code, "nothing was added" in shown) == (1, True)
    code, shown = at_terminal(store, "contact", "add", "Linus Bergh", "--yes")
    assert (code, "Add another" in shown) == (0, False)
    code, shown = at_terminal(store, "company", "add", "Nordlicht AB", keys="y\n")
    assert code == 0
    assert "there is company:1 Nordlicht: same name" in shown


def test_an_import_asks_which_product_is_meant(store: Crm, tmp_path: Path) -> None:
    store("product", "add", "GTX Basic", "--price", "550")
    (tmp_path / "deals.csv").write_text("deal,stage,amount,product\nCranes,Lead,7,GTX Bsaic\n")
    code, shown = at_terminal(store, "import", str(tmp_path / "deals.csv"), keys="y\n")
    assert code == 0
    assert "Is the product 'GTX Bsaic' your 'GTX Basic'? [y/N]" in shown
    assert store("deal", "list", "--json").json[0]["products"] == ["GTX Basic"]


def test_without_a_terminal_it_never_asks_and_wants_whole_names(filled: Crm) -> None:
    said = filled("contact", "delete", "emea", input="y\n", code=3)
    assert "without a terminal" in said.err
    assert "deleted" in filled("contact", "delete", "a@b.example").out


def test_a_long_list_ends_after_a_screenful(store: Crm) -> None:
    rows = "".join(f"Person {number}\n" for number in range(120))
    store("import", "-", input=f"Name\n{rows}")
    _, shown = at_terminal(store, "contact", "list")
    assert "100 of 120 shown" in shown
    assert len(at_terminal(store, "contact", "list", "--all")[1].splitlines()) == 121
    assert len(store("contact", "list").rows) == 120


def test_an_editor_writes_what_was_said(store: Crm) -> None:
    store("contact", "add", "Ada")
    editor = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'w').write('Long talk')\""
    code, _ = at_terminal(store, "log", "call", "ada", EDITOR=editor)
    assert code == 0
    assert store("interaction", "show", "1", "--json").json["body"] == "Long talk"


def test_doubtful_rows_are_asked_about(store: Crm, tmp_path: Path) -> None:
    store("contact", "add", "Grace Hopper", "--email", "g@a.example", "--title", "Buyer")
    file = tmp_path / "people.csv"
    file.write_text("Name,Email,Job title\nBob Stone,g@a.example,Pilot\nAnn Lee,g@a.example,\n"
                    "Lin Chen,g@a.example,\n")  # fmt: skip
    refused = store("import", str(file), "--review", code=2)
    assert "nobody is at a terminal" in refused.err and "--dry-run" in refused.err
    code, shown = at_terminal(store, "import", str(file), "--review", keys="n\nX\n")
    assert code == 0
    assert "1 of 3, line 2: Bob Stone shares g@a.example with Grace Hopper" in shown
    assert "Buyer" in shown and "Pilot" in shown
    assert "1 new, 0 updated, 0 the same, 0 doubtful, 0 rejected, 2 skipped" in shown
    code, shown = at_terminal(store, "import", str(file), "--review", keys="s\ns\n")
    assert code == 0
    assert "0 new, 2 updated" in shown
