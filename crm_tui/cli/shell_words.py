"""A command line that is still being typed -> its words, and text -> a word of the shell.

Names come from anywhere: what goes back into a command line is quoted so that the shell
takes each as one plain word, or it is not offered.
"""

from __future__ import annotations

from typing import NamedTuple

_BREAKS = ":=@"  # bash takes these for ends of words (COMP_WORDBREAKS)
_PLAIN = frozenset("%+,-./:=@_")


class Typed(NamedTuple):
    """The whole words, and the one at the end: its meaning, as it is written, and the quote
    that is still open in it."""

    words: list[str]
    last: str
    written: str
    quote: str


def typed(line: str) -> Typed:
    """The words of a line that may end within a quote."""
    words: list[str] = []
    last, written, quote = "", "", ""
    letters = iter(line)
    for letter in letters:
        if not quote and letter.isspace():
            if written:
                words.append(last)
            last = written = ""
            continue
        written += letter
        if letter == "\\" and quote != "'":
            following = next(letters, "")
            written += following
            last += following if following in '\\"$`' or not quote else letter + following
        elif letter == quote:
            quote = ""
        elif letter in "'\"" and not quote:
            quote = letter
        else:
            last += letter
    return Typed(words, last, written, quote)


def bash_word(text: str, at: Typed) -> str | None:
    """Text as bash is to put it in the place of the word being typed; None where it cannot
    stand within the open quote."""
    if at.quote == "'":
        return None if "'" in text else text
    if at.quote:
        # Nothing keeps a ! within double quotes from being taken for a line of the history.
        return None if "!" in text else "".join(f"\\{c}" if c in '\\"$`' else c for c in text)
    quoted = "".join(c if c.isalnum() or c in _PLAIN else f"\\{c}" for c in text)
    head = 1 + max(at.written.rfind(letter) for letter in _BREAKS)
    same = quoted[:head].casefold() == at.written[:head].casefold()
    return quoted[head:] if same else quoted
