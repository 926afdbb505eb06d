"""Commands are data: one declaration feeds key bindings, footer, palette and help.

A command's action is its id with the dots as underscores: `contact.add` runs
`action_contact_add` of the screen, or of the app for those that hold everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = "everywhere"
TABLES = ("contacts", "companies")
CATALOGUES = (*TABLES, "products")
NEXT = "next"
LISTS = ("today", *TABLES, "pipeline", "timeline", "reminders")
RECORD = "record"
PEOPLE = ("contact", "company", "deal")
LISTED = (*PEOPLE, "product")
ANY = (*LISTED, "reminder", "interaction", "note")


@dataclass(frozen=True, slots=True)
class Command:
    """What a user can do. `keys` are Textual's names, comma separated, none for the palette
    only; `where` names the screens; `nouns` the records it can be done to, none where it
    needs no record. Without `footer` it is not shown at the bottom of the screen. It is found by
    the words of `also` too: what others call the same.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    where: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    footer: bool = True
    also: str = ""

    @property
    def action(self) -> str:
        """The name of the method that does it, without `action_`."""
        return self.id.replace(".", "_")


_GO = "Go to"
_RECORD = "The record"
_LIST = "The list"
_DEAL = "Deals"
_DUE = "Reminders"
_PAIR = "Duplicates"
_TURN = "The work queue"
_IN = "Imports"
_ALL = "Everywhere"
_FILTERED = (*CATALOGUES, "pipeline", "timeline", "reminders")
_AGENDA = ("reminders",)
_SAVED = "tab segment view query"  # others' words for a saved filter

COMMANDS: tuple[Command, ...] = (
    Command("back", "escape", "Back", "Back to where you came from", _GO,
            (RECORD, "duplicates", "products", "import", "plan", "review")),
    Command("import.path", "slash", "Path", "Type where the file is", _IN, ("import",)),
    Command("import.up", "h,left", "Up", "To the folder above", _IN, ("import",)),
    Command("plan.import", "i", "Import", "Import the file as planned", _IN, ("plan",)),
    Command("plan.review", "r", "Review", "Look at the rows that may be somebody known", _IN,
            ("plan",)),
    Command("review.same", "s", "Same", "The row is the one that is here", _IN, ("review",)),
    Command("review.new", "n", "New", "The row is another, a new one", _IN, ("review",)),
    Command("review.skip", "x", "Skip", "Leave the row out", _IN, ("review",)),
    Command("review.rest_new", "N", "Rest new", "All that are not answered are new ones", _IN,
            ("review",)),
    Command("review.rest_skip", "X", "Rest skip", "Leave out all that are not answered", _IN,
            ("review",)),
    Command("review.next", "J", "Next", "The next row; this one waits", _IN, ("review",)),
    Command("review.previous", "K", "Previous", "The row before", _IN, ("review",),
            footer=False),
    Command("plan.field", "e", "Field", "Choose the field that the column goes to", _IN,
            ("plan",)),
    Command("plan.ignore", "x", "Leave out", "Leave the column out, or take it in again", _IN,
            ("plan",)),
    Command("plan.kind", "t", "Taken for", "Say what the file holds", _IN, ("plan",)),
    Command("plan.options", "o", "Options",
            "What is made, and what becomes of what is here", _IN, ("plan",)),
    Command("plan.save", "s", "Save as recipe", "Keep what was chosen for the next such file", _IN,
            ("plan",), footer=False),
    Command("plan.open", "l", "Show them", "Show what came in, in its list", _IN, ("plan",)),
    Command("duplicate.merge", "m", "Merge", "Make the two one; all that hangs on them stays",
            _PAIR, ("duplicates",)),
    Command("duplicate.take", "space", "Take", "Take the field from the other side", _PAIR,
            ("duplicates",)),
    Command("duplicate.swap", "s", "Swap", "The other one stays", _PAIR, ("duplicates",)),
    Command("duplicate.distinct", "x", "Not the same", "They are two people; never ask again",
            _PAIR, ("duplicates",)),
    Command("duplicate.next", "J,n", "Next", "The next pair; this one waits", _PAIR,
            ("duplicates",)),
    Command("duplicate.previous", "K", "Previous", "The pair before", _PAIR, ("duplicates",),
            footer=False),
    Command("duplicates.scan", "S", "Scan", "Compare all contacts with each other", _PAIR,
            ("duplicates",)),
    Command("turn.reached", "c", "Reached", "You spoke: log it, with what is next", _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.no_answer", "n", "No answer", "Nobody answered: log the try", _TURN, (NEXT,),
            ANY, footer=False),
    Command("turn.voicemail", "v", "Voicemail", "You left a message: log the try", _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.emailed", "w", "Wrote", "You wrote: log the e-mail", _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.done", "x", "Done", "It is done; nothing is logged unless you write it",
            _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.snooze", "s", "Snooze", "Their turn comes on a later day", _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.skip", "tab,J", "Skip", "Pass over this one in the round", _TURN,
            (NEXT,), ANY, footer=False),
    Command("turn.open", "enter", "Open", "Open the record in full", _TURN, (NEXT,), ANY),
    Command("turn.restart", "R", "New round", "Begin the round anew", _TURN, (NEXT,)),
    Command("record.open", "", "Open", "Open the record", _RECORD, (*LISTS, "products"), ANY,
            footer=False),
    Command("record.next", "J", "Next", "Go to the next record of the list", _GO, (RECORD,), ANY,
            footer=False),
    Command("record.previous", "K", "Previous", "Go to the one before in the list", _GO,
            (RECORD,), ANY, footer=False),
    Command("filter", "slash", "Filter", "Filter what is shown as you type", _LIST,
            _FILTERED),
    Command("filter.off", "escape", "No filter", "Take the filter off", _LIST,
            _FILTERED, footer=False),
    Command("contact.add", "n", "New", "Add a contact", _RECORD, ("contacts",)),
    Command("company.add", "n", "New", "Add a company", _RECORD, ("companies",)),
    Command("product.add", "n", "New", "Add a product", _RECORD, ("products",)),
    Command("deal.add", "n", "New", "Add a deal", _DEAL, ("pipeline",)),
    Command("reminder.add", "n", "New", "Add a reminder", _DUE, ("today", "reminders")),
    Command("reminder.done", "space,x", "Done", "Mark the reminder done", _DUE,
            ("today", "reminders", RECORD), ("reminder",)),
    Command("reminder.snooze", "s", "Snooze", "Move the reminder to a later day", _DUE,
            ("today", "reminders", RECORD), ("reminder",)),
    Command("reminder.owner", "O", "Hand over", "Give the reminder to a colleague", _DUE,
            ("today", "reminders", RECORD), ("reminder",), footer=False),
    Command("agenda.view", "v", "View", "All, a day, a week or a month", _DUE, _AGENDA),
    Command("agenda.previous", "comma", "Before", "The day, week or month before", _DUE, _AGENDA),
    Command("agenda.next", "full_stop", "After", "The day, week or month after", _DUE, _AGENDA),
    Command("agenda.today", "0", "Today", "Back to today", _DUE, _AGENDA),
    Command("deal.win", "w", "Win", "Move the deal to won", _DEAL,
            ("today", "pipeline", RECORD), ("deal",)),
    Command("deal.lose", "x", "Lose", "Move the deal to lost, with a reason", _DEAL,
            ("today", "pipeline", RECORD), ("deal",)),
    Command("record.edit", "e", "Edit", "Edit the record", _RECORD,
            (*LISTS, "products", NEXT, RECORD), (*LISTED, "reminder", "interaction")),
    Command("record.log", "l,i", "Log", "Log a call, a meeting, an e-mail … and what is next",
            _RECORD, (*LISTS, NEXT, RECORD), (*PEOPLE, "reminder", "interaction")),
    Command("record.remind", "r", "Remind", "Plan a reminder on the record", _RECORD,
            (*LISTS, NEXT, RECORD), (*PEOPLE, "reminder", "interaction")),
    Command("record.reach", "m", "Reach", "Copy, write to, call or open a channel", _RECORD,
            (*LISTS, NEXT, RECORD), (*PEOPLE, "reminder", "interaction")),
    Command("record.add", "n", "Add", "Add a channel, a note, a key date, a relationship …",
            _RECORD, (RECORD,), PEOPLE),
    Command("record.filter", "slash", "Filter", "Filter the record's timeline: words, kind:call",
            _RECORD, (RECORD,)),
    Command("record.tag", "t", "Tag", "Edit the record's tags",
            _RECORD, (*TABLES, "pipeline", RECORD), PEOPLE),
    Command("record.deal", "N", "New deal", "Add a deal with this contact or company", _DEAL,
            (*TABLES, RECORD), ("contact", "company")),
    Command("record.company", "c", "Company", "Open the company", _RECORD,
            ("contacts", "pipeline", RECORD), ("contact", "deal"), footer=False),
    Command("record.people", "p", "Open", "Open a contact, deal or company of the record", _RECORD,
            (RECORD,), ANY),
    Command("deal.reopen", "o", "Reopen", "Bring a won or lost deal back", _DEAL,
            ("pipeline", RECORD), ("deal",), footer=False),
    Command("deal.sort", "s", "Sort", "Sort the deals: days in stage, value, close, next step",
            _DEAL, ("pipeline",)),
    Command("deal.view", "v", "View", "Board, table, owners or funnel", _DEAL, ("pipeline",)),
    Command("pipeline.next", "p", "Pipeline", "Show the next pipeline", _DEAL, ("pipeline",),
            footer=False),
    Command("reminder.drop", "D", "Drop", "End the reminder undone", _DUE,
            ("today", "reminders", RECORD), ("reminder",)),
    Command("record.remove", "d", "Delete", "Archive or delete the record", _RECORD,
            (*CATALOGUES, "pipeline", RECORD), (*LISTED, "interaction"), footer=False),
    Command("tab.next", "right_square_bracket", "Next filter", "Go to the next saved filter", _LIST,
            CATALOGUES, footer=False, also=_SAVED),
    Command("tab.previous", "left_square_bracket", "Previous filter",
            "Go to the saved filter before", _LIST, CATALOGUES, footer=False, also=_SAVED),
    Command("segment.save", "equals_sign", "Save filter",
            "Save the filter, with order and columns", _LIST, CATALOGUES, footer=False,
            also=_SAVED),
    Command("segment.rename", "", "Rename filter", "Rename the saved filter", _LIST,
            CATALOGUES, footer=False, also=_SAVED),
    Command("segment.delete", "", "Delete filter", "Delete the saved filter; its records stay",
            _LIST, CATALOGUES, footer=False, also=_SAVED),
    Command("record.pin", "asterisk", "Pin", "Keep the record at hand, or let go of it", _RECORD,
            (*TABLES, "pipeline", RECORD), PEOPLE, footer=False),
    Command("list.mark", "space", "Mark ↓", "Mark the record, or take its mark off; go one down",
            _LIST, CATALOGUES, LISTED),
    Command("list.mark_all", "A", "Mark all", "Mark all that the list has", _LIST, CATALOGUES,
            footer=False),
    Command("list.bulk", "b", "Bulk", "Tag, hand over, plan, archive … all that are marked", _LIST,
            CATALOGUES),
    Command("list.text", "ctrl+o", "As text",
            "Edit all that are marked, or listed, in your editor", _LIST,
            (*CATALOGUES, "pipeline", "reminders"), footer=False),
    Command("list.cell", "E", "Cells", "Edit the row cell by cell: h l, enter; esc ends it", _LIST,
            CATALOGUES, LISTED, footer=False),
    Command("list.sort", "s", "Sort", "Choose the order of the list", _LIST, CATALOGUES,
            footer=False),
    Command("list.columns", "v", "Columns", "Choose the columns of the list", _LIST, CATALOGUES,
            footer=False),
    Command("mode.today", "1", "Today", "What is due, and which deals need you", _GO,
            (EVERYWHERE,), footer=False),
    Command("mode.next", "2", "Next", "Whose turn it is, one after the other", _GO,
            (EVERYWHERE,), footer=False),
    Command("mode.contacts", "3", "Contacts", "Everyone you deal with", _GO, (EVERYWHERE,),
            footer=False),
    Command("mode.companies", "4", "Companies", "Whom your contacts work for", _GO,
            (EVERYWHERE,), footer=False),
    Command("mode.pipeline", "5", "Pipeline", "The deals, stage by stage", _GO, (EVERYWHERE,),
            footer=False),
    Command("mode.reminders", "6", "Agenda", "What is to be done, and when", _GO,
            (EVERYWHERE,), footer=False),
    Command("mode.timeline", "7", "Timeline", "What happened, newest first", _GO, (EVERYWHERE,),
            footer=False),
    Command("capture", "a", "Capture", "One line: what happened, what is next, what changes", _ALL,
            (EVERYWHERE,)),
    Command("undo", "u", "Undo", "Take back what you did last", _ALL, (EVERYWHERE,)),
    Command("redo", "U", "Redo", "Do again what you took back", _ALL, (EVERYWHERE,),
            footer=False),
    Command("find", "f,slash", "Find", "Find any record by its words: names, notes, what was said",
            _ALL, (EVERYWHERE,)),
    Command("command_palette", "ctrl+p", "Palette", "Find any command by its name", _ALL,
            (EVERYWHERE,), footer=False),
    Command("tour", "", "Tour", "Be shown around crm in two minutes, on made-up data", _ALL,
            (EVERYWHERE,), footer=False),
    Command("duplicates", "", "Duplicates", "Look at contacts that may be one person", _ALL,
            (EVERYWHERE,), footer=False),
    Command("import", "I", "Import", "Bring a file in; see first what it would do",
            _ALL, (EVERYWHERE,), footer=False),
    Command("products", "", "Products", "The catalogue of what you sell", _GO, (EVERYWHERE,),
            footer=False),
    Command("theme.choose", "", "Themes", "Choose any theme", _ALL, (EVERYWHERE,), footer=False),
    Command("theme", "T", "Theme", "Dark or light", _ALL, (EVERYWHERE,), footer=False),
    Command("help", "question_mark", "Help", "All keys", _ALL, (EVERYWHERE,)),
    Command("quit", "q", "Quit", "Leave crm; everything is saved already", _ALL, (EVERYWHERE,)),
)  # fmt: skip


def commands_of(where: str) -> list[Command]:
    """The commands of a screen, in the order in which they are shown."""
    return [command for command in COMMANDS if where in command.where]


def command_of(action: str) -> Command | None:
    """The command whose action this is."""
    return next((command for command in COMMANDS if command.action == action), None)


def groups(commands: list[Command]) -> dict[str, list[Command]]:
    """The commands under their headings, both in order of declaration."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        found.setdefault(command.group, []).append(command)
    return found
