"""Undo and redo: an operation taken back is an operation too."""

from __future__ import annotations

from crm_tui.domain.erasing import ERASE
from crm_tui.domain.operations import Operation, Reversal
from crm_tui.errors import Conflict, NotFound
from crm_tui.queries import operations as queries
from crm_tui.services.reversal import ERASED, Progress, Reverser
from crm_tui.store.write import Write

_FOR_GOOD = "an erasure cannot be undone"
_ITSELF = {"undo": "an undo", "redo": "a redo"}


def undo(
    w: Write, id: int | None = None, session: str = "", progress: Progress | None = None
) -> Reversal:
    """Take back an operation: the one named, else the user's own latest (of one app run
    with `session`).

    Raises NotFound where there is none, Conflict for one that is undone already, and
    where nothing of it could be taken back.
    """
    found = id if id is not None else queries.latest_undoable(w, w.user_id or 0, session)
    if found is None:
        erased = queries.latest_erasure(w, w.user_id or 0)
        first = f"{_FOR_GOOD}; " if erased else ""
        raise NotFound("nothing to undo", f"{first}see what was done with: crm history")
    target = queries.operation(w, found)
    _check_undoable(target)
    reversal = _reverse(w, target, found, progress)
    _mark(w, found, "undone")
    w.summary = f"undid: {target.summary}"
    return reversal


def redo(
    w: Write, id: int | None = None, session: str = "", progress: Progress | None = None
) -> Reversal:
    """Do again what was undone last, or the undone operation that is named.

    Raises NotFound where there is none, Conflict where nothing of it could be redone.
    """
    found = id if id is not None else queries.latest_redoable(w, w.user_id or 0, session)
    if found is None:
        raise NotFound("nothing to redo", "see what was done with: crm history")
    target = queries.operation(w, found)
    undoing = w.scalar(
        "SELECT max(id) FROM operation WHERE undoes_id = :id AND command = 'undo'"
        " AND state = 'done'",
        {"id": found},
    )
    if target.state != "undone" or undoing is None:
        raise Conflict(f"operation {found} is not undone", "see crm history")
    reversal = _reverse(w, target, int(str(undoing)), progress)
    _mark(w, int(str(undoing)), "undone")
    _mark(w, found, "done")
    w.summary = f"redid: {target.summary}"
    return reversal


def _reverse(w: Write, target: Operation, reversing: int, progress: Progress | None) -> Reversal:
    count, others = Reverser(w, reversing).run(progress)
    if not count:
        why = "; ".join(f"{o.noun} {o.record_id}: {o.why}" for o in others[:5])
        raise Conflict(
            f"nothing of operation {target.id} ({target.summary}) can be taken back: {why}",
            f"{_FOR_GOOD}, nor what was erased; crm history shows what else there is"
            if others and all(other.why == ERASED for other in others)
            else "undo what came after it first",
        )
    w.db.execute(
        "UPDATE operation SET undoes_id = :target WHERE id = :id",
        {"target": target.id, "id": w.operation},
    )
    return Reversal(target, w.operation, count, others)


def _mark(w: Write, id: int, state: str) -> None:
    w.db.execute("UPDATE operation SET state = :state WHERE id = :id", {"state": state, "id": id})


def _check_undoable(target: Operation) -> None:
    if target.command == "init":
        raise Conflict("the making of the store cannot be undone", "delete the file instead")
    if target.command == ERASE:
        raise Conflict(_FOR_GOOD, "nothing of what it erased is kept; crm history shows the others")
    if target.state == "undone":
        raise Conflict(f"operation {target.id} is undone already", f"crm redo {target.id}")
    if target.command in _ITSELF:
        raise Conflict(
            f"operation {target.id} is itself {_ITSELF[target.command]}",
            "use crm redo, or undo the operation it is about",
        )
