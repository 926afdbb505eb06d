"""The steps of the tour, as data: what to do and why, and what shows that it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_tui.queries.operations import Touched


@dataclass
class Scene:
    """The mode, the screen in front and what kind of record it is about; and what there was
    since the step began: screens by their classes' names, records under the cursor, what the
    journal holds."""

    mode: str = ""
    front: str = ""
    noun: str = ""
    seen: set[str] = field(default_factory=set)
    subjects: set[object] = field(default_factory=set)
    filter: str = ""
    touched: set[Touched] = field(default_factory=set)

    def wrote(self, noun: str, action: str = "insert") -> set[str]:
        """The commands that made a row, or changed one, of that table."""
        return {each.command for each in self.touched if (each.noun, each.action) == (noun, action)}

    def ran(self, command: str) -> bool:
        """Did that command change anything?"""
        return any(each.command == command for each in self.touched)


class Step(NamedTuple):
    """One thing to do. `done` says whether it is; `praise` is shown above the next step."""

    title: str
    text: str
    done: Callable[[Scene], bool]
    praise: str


def _opened(scene: Scene) -> bool:
    return scene.front == "RecordScreen"


def _logged(scene: Scene) -> bool:
    return bool(scene.wrote("interaction") & scene.wrote("reminder"))


STEPS = (
    Step(
        "Today",
        "This is your day: what is due, oldest first, and the deals that need you."
        " Go down and up with j and k, or with the arrows.",
        lambda scene: len(scene.subjects) > 1,
        "These keys move the cursor on every screen.",
    ),
    Step(
        "Open",
        "Behind each line is somebody. enter opens the line under the cursor; there p, and enter"
        " again, opens the person that it is about.",
        lambda scene: _opened(scene) and scene.noun == "contact",
        "Everything in one place: what is planned, what is for sale, what was said.",
    ),
    Step(
        "Log a call",
        "Say that you called. Press l and type what was said; tab to Next step and type:"
        " send the offer fri. ^s saves both.",
        _logged,
        "Logged, and the next step is planned. Nobody is forgotten who has one.",
    ),
    Step(
        "Move a deal",
        "esc leads back, and 5 shows the deals, stage by stage. L takes the deal under the"
        " cursor one stage on (H takes it back).",
        lambda scene: bool(scene.wrote("stage_change")),
        "The journal keeps how long each deal stood in each stage.",
    ),
    Step(
        "Find",
        "f finds anybody and anything, from anywhere. Press it, type some letters, such as:"
        " agnes, and enter opens the best.",
        lambda scene: "CommandPalette" in scene.seen and _opened(scene),
        "It looks in names, companies, deals, notes and all that was said.",
    ),
    Step(
        "Filter",
        "esc, then 3 for the contacts, and / to see only some of them. Type: tag:vip"
        " (or a name, or a company).",
        lambda scene: scene.mode == "contacts" and len(scene.filter) > 1,
        "The shell takes the same: crm contact list tag:vip",
    ),
    Step(
        "Undo",
        "enter leaves the filter's line. Now u takes back what you did last: the deal returns"
        " to its stage. Try it.",
        lambda scene: scene.ran("undo"),
        "Anything can be taken back, a deletion or an import too; U does it again.",
    ),
    Step(
        "Next",
        "2 puts before you, one at a time, whose turn it is, and why. c says that you reached them:"
        " type what was said, then ^s.",
        lambda scene: scene.ran("next"),
        "Logged, what was due is ticked off, and the next one is there.",
    ),
    Step(
        "Capture",
        "a takes it all in one line, from anywhere. Press it and type:"
        " met new Bob Stone @Acme: likes it; next: call fri (enter does it).",
        lambda scene: scene.ran("capture"),
        "A contact, a company, what was said and a next step, by one line.",
    ),
    Step(
        "Help",
        "? shows all keys, those of the present screen first; ^p finds any command by name."
        " Press ? and look through it.",
        lambda scene: "HelpScreen" in scene.seen,
        "That was the tour.",
    ),
)
END = (
    "Now you know your way. Look around as long as you like: nothing here is kept. q leaves."
    " For your own contacts: crm import contacts.csv, then crm."
)
