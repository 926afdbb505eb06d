"""Which stage of ours a row's stage is; those that are not here are made on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crm_tui.domain.deals import Pipeline, Stage
from crm_tui.errors import NotFound
from crm_tui.importing.deals.drafts import DealDraft
from crm_tui.queries import deals as queries
from crm_tui.services import stages
from crm_tui.store.write import Write
from crm_tui.text import fold

STAGE_KEY, PIPELINE_KEY = "imported_stage", "imported_pipeline"


class Stages:
    """The store's pipelines, and what their names in the file came to."""

    def __init__(self, *, make: bool) -> None:
        self._make = make
        self.unknown: Counter[str] = Counter()

    def load(self, w: Write, drafts: Iterable[DealDraft]) -> None:
        """Read the pipelines, and make the stages that these rows need. Raises NotFound where
        the store has no pipeline."""
        self._pipelines = queries.pipelines(w)
        if not self._pipelines:
            raise NotFound("there is no pipeline", "add one with: crm pipeline add")
        opened = [draft for draft in drafts if draft.status == "open" and draft.lines["stage"]]
        self.ensure(w, ((self._pipeline(draft).id, draft.lines["stage"]) for draft in opened))

    def ensure(self, w: Write, wanted: Iterable[tuple[int, str]]) -> None:
        """Make the stages, by the ids of their pipelines and their names, that are not here,
        where that was asked for."""
        if not self._make:
            return
        missing = {(id, fold(name)): name for id, name in wanted if self.named(id, name) is None}
        for (pipeline_id, _), name in missing.items():
            stages.add(w, pipeline_id, {"name": name})
        if missing:
            self._pipelines = queries.pipelines(w)

    def named(self, pipeline_id: int, name: str) -> Stage | None:
        """The stage of that name in a pipeline."""
        here = (each for each in self._pipelines if each.id == pipeline_id)
        return next((self._named(each, name) for each in here), None)

    def of(self, draft: DealDraft) -> tuple[Stage, Stage]:
        """The stage that a deal is in, and the one in which it began. A name that is not
        here is kept in the draft's custom fields."""
        pipeline, name = self._pipeline(draft), draft.lines["stage"]
        said = draft.lines["pipeline"]
        if said and fold(said) != fold(pipeline.name):
            draft.custom.setdefault(PIPELINE_KEY, said)
        opened = [stage for stage in pipeline.stages if stage.status == "open"]
        first = opened[0] if opened else pipeline.stages[0]
        if draft.status != "open":
            name = name or draft.status
            found = next((s for s in pipeline.stages if s.status == draft.status), None)
        else:
            found = self._named(pipeline, name) if name else first
        if found is None:
            draft.custom.setdefault(STAGE_KEY, name)
            self.unknown[name] += 1
        return found or first, first

    def now(self, draft: DealDraft, pipeline_id: int) -> Stage | None:
        """Where a row says that a deal of a pipeline is by now, there or in the pipeline that
        it names; None where it does not say, or by a name that is not here."""
        named, said = self._pipeline(draft), draft.lines["pipeline"]
        here = next((each for each in self._pipelines if each.id == pipeline_id), named)
        pipeline = named if said and fold(said) == fold(named.name) else here
        if draft.status != "open":
            return next((s for s in pipeline.stages if s.status == draft.status), None)
        return self._named(pipeline, draft.lines["stage"])

    def name(self, id: int) -> str:
        """What a stage is called; empty where it is gone."""
        every = (stage for each in self._pipelines for stage in each.stages)
        return next((stage.name for stage in every if stage.id == id), "")

    def pipeline(self, id: int) -> str:
        """What a pipeline is called."""
        return next(each.name for each in self._pipelines if each.id == id)

    def _pipeline(self, draft: DealDraft) -> Pipeline:
        wanted = fold(draft.lines["pipeline"])
        named = [each for each in self._pipelines if fold(each.name) == wanted]
        return named[0] if named else self._pipelines[0]

    @staticmethod
    def _named(pipeline: Pipeline, name: str) -> Stage | None:
        return next((stage for stage in pipeline.stages if fold(stage.name) == fold(name)), None)
