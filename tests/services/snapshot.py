"""What a store holds, to compare before and after."""

from __future__ import annotations

from crm_tui.models import METADATA, UNJOURNALED
from crm_tui.workspace import Workspace

# They tell that and when a record was changed, and so differ after an undo.
_PASSING = {"version", "updated_at"}

Tables = dict[str, list[tuple[object, ...]]]


def tables(workspace: Workspace) -> Tables:
    """Every row of every table that the journal watches, but for versions and dates of
    change."""
    found = {}
    with workspace.read() as reader:
        for table in METADATA.sorted_tables:
            if table.name not in UNJOURNALED:
                names = [column.name for column in table.columns if column.name not in _PASSING]
                columns = ", ".join(f'"{name}"' for name in names)
                found[table.name] = reader.db.rows(
                    f'SELECT {columns} FROM "{table.name}" ORDER BY id'
                )
    return found
