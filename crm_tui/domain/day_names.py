"""The names of weekdays and months, and the ordinals, as people type them.

`WEEKDAY`, `MONTH` and `ORDINAL` are regular expressions for one of them, in folded text.
"""

from __future__ import annotations

from crm_tui.domain.calendar import MONTHS, WEEKDAYS

WEEKDAY = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r?s?(?:day)?)?"
    "|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
    "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1,
}  # fmt: skip
ORDINAL = f"(?:{'|'.join(ORDINALS)})"


def weekday_number(name: str) -> int:
    """`fri`, `Friday` -> 4; Monday is 0."""
    return WEEKDAYS.index(name[:3].capitalize())


def month_number(name: str) -> int:
    """`nov`, `November` -> 11."""
    return MONTHS.index(name[:3].capitalize()) + 1
