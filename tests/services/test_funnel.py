"""The funnel: how many go on from stage to stage, and how long they stay."""

from __future__ import annotations

from crm_tui.domain.deals import weighted
from crm_tui.queries import board
from crm_tui.queries.deals import pipelines
from crm_tui.queries.paging import Page
from crm_tui.reports import funnel
from crm_tui.services import deals
from crm_tui.workspace import Workspace
from tests import factories


def test_the_funnel_counts_those_that_left_a_stage(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        names = ("Won", "Stays", "Lost", "Also won", "Jumps")
        won, _, lost, also, jumps = (factories.deal(w, name) for name in names)
    for days, moved in ((4, won), (6, also)):
        with factories.later(workspace, days=days).write("test") as w:
            deals.move(w, moved, "Qualified")
    with factories.later(workspace, days=10).write("test") as w:
        deals.win(w, won)
        deals.win(w, also)
        deals.lose(w, lost, "too dear")
        deals.move(w, jumps, "Proposal")
        lead, qualified, proposal, negotiation, closed = funnel.steps(w, pipelines(w)[0], Page())
        assert (lead.deals, lead.values, lead.weighted) == (
            1,
            (("EUR", 120_000),),
            (("EUR", 12_000),),
        )
        assert (lead.goes_on, lead.median_days) == (0.75, 8)  # 4, 6, 10, 10 days
        assert (qualified.goes_on, qualified.median_days) == (1, 5)
        assert (proposal.deals, proposal.goes_on, proposal.median_days) == (1, 1, None)
        assert (negotiation.deals, negotiation.goes_on) == (0, 1)
        assert (closed.stage.name, closed.deals, closed.goes_on) == ("Won", 2, None)
        (step, *_) = funnel.steps(w, pipelines(w)[0], Page(filter="title:lost"))
        assert (step.deals, step.goes_on, step.median_days) == (0, 0, 10)


def test_the_boards_sums_are_those_of_its_deals(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for n in range(7):
            factories.deal(w, f"Deal {n}", value=f"{n}.33 {'USD' if n % 3 == 0 else 'EUR'}")
        factories.deal(w, "Without", value="")
        deals.win(w, factories.deal(w, "Won", value="5", owner="Ada"))
        chosen = board.choose(w, 1, Page(sort="-value"))
        rows = board.window(w, chosen)
        assert [row.deals for row in board.sums(w, chosen)] == [5, 3, 1]
        for sum_ in board.sums(w, chosen):
            mine = [d for d in rows if (d.stage_id, d.currency) == sum_[:2]]
            assert sum_.value == sum(d.value or 0 for d in mine)
            assert sum_.weighted == sum(weighted(d.value, d.probability, d.status) for d in mine)
        assert [board.place(w, chosen, row.id) for row in rows] == list(range(9))
        window = board.window(w, chosen, stage_id=1, limit=2, offset=3)
        assert window == [row for row in rows if row.stage_id == 1][3:5]
        assert board.place(w, chosen, 77) is None
