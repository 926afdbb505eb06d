"""What the tab key offers, and that a hostile name stays one plain word."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.cli.shell_words import bash_word, typed
from tests.cli.conftest import Crm

HOSTILE = """Mal $(exit 7) `exit 7` O'Neil "q" !x; \\ [EMEA] * & | > ~"""


def offered(crm: Crm, line: str, shell: str = "fish") -> list[str]:
    found = crm(_CRM_COMPLETE=shell, _CRM_LINE=line).out.splitlines()
    return [word.partition("\t")[0] for word in found]


@pytest.fixture
def filled(store: Crm) -> Crm:
    store("contact", "add", "Gaëlle Hopper", "--company", "Navy Yard", "--tag", "vip")
    store("contact", "add", HOSTILE)
    store("deal", "add", "Cranes")
    return store


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("crm rem", ["remind"]),
        ("crm contact a", ["add", "archive"]),
        ("crm contact show gae", ["Gaëlle Hopper"]),
        ('crm contact show "GAELLE H', ["Gaëlle Hopper"]),
        ("crm company edit na", ["Navy Yard"]),
        ("crm log call c", ["Cranes"]),
        ("crm log vi", ["visit"]),
        ("crm deal move cranes p", ["Proposal"]),
        ("crm deal add x --stage=neg", ["--stage=Negotiation"]),
        ("crm contact edit 1 --untag ", ["vip"]),
        ("crm contact list --format js", ["json", "jsonl"]),
        ("crm config set cur", ["currency"]),
        ("crm contact show nobody", []),
        ("crm contact show 'a\"", []),
    ],
)
def test_each_place_offers_what_fits(filled: Crm, line: str, words: list[str]) -> None:
    assert offered(filled, line) == words


def test_zsh_gets_the_value_alone_and_fish_the_option_too(filled: Crm) -> None:
    assert offered(filled, "crm deal add x --stage=neg", "zsh") == ["Negotiation"]
    assert offered(filled, "crm contact show 'gaëlle h", "zsh") == ["Gaëlle Hopper"]


def test_without_a_store_there_is_silence(crm: Crm) -> None:
    assert offered(crm, "crm contact show gr") == []
    assert "--company" in offered(crm, "crm contact add --c")
    assert offered(crm, "crm contact show gr --db /nowhere/at/all") == []


def test_scripts_are_printed(crm: Crm) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_CRM_LINE" in crm("completion", shell).out
    # zsh runs the file as the function at the first tab: it has to answer at once.
    assert '_crm "$@"' in crm("completion", "zsh").out
    crm("completion", "tcsh", code=2)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize("line", ["crm contact show mal", "crm contact show Mal\\ \\$"])
def test_bash_puts_a_hostile_name_in_as_one_word(filled: Crm, line: str) -> None:
    script = filled("completion", "bash").out + (
        f'crm() {{ "{sys.executable}" -m crm_tui "$@"; }}\n'
        'COMP_LINE=$LINE COMP_POINT=${#LINE}; _crm_completion crm; eval "set -- ${COMPREPLY[0]}"\n'
        'printf "%s|%s" "$#" "$1"\n'
    )
    ended = subprocess.run(
        ["bash", "-c", script],
        env={**filled.env, "LINE": line},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == f"1|{HOSTILE}"


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1))
def test_a_word_that_is_quoted_is_read_back(text: str) -> None:
    quoted = bash_word(text, typed("crm "))
    assert typed(f"crm {quoted} ").words == ["crm", text]
    for quote in "'\"":
        within = bash_word(text, typed(f"crm {quote}"))
        if within is not None:
            assert typed(f"crm {quote}{within}{quote} ").words == ["crm", text]


def test_what_bash_takes_for_the_end_of_a_word_is_not_repeated() -> None:
    assert bash_word("contact:42", typed("crm why contact:4")) == "42"
    assert bash_word("Ada@example.com", typed("crm contact show ada@ex")) == "example.com"
    assert bash_word("Ada", typed("crm x --owner=A")) == "Ada"
