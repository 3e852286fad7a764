"""The annual round that runs: some services have proposed the year's targets, the others are at it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from quarterdeck.collection import proposals, queries, rounds
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.proposal_schemas import ProposalRead, ProposalUpdate
from quarterdeck.collection.query_schemas import QueryCreate
from quarterdeck.collection.schemas import RoundCreate, RoundDecision
from quarterdeck.demo.entering import OFFICER, Doing, decide, provider_of, submission_of
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import at
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import IndicatorKind
from quarterdeck.measures.profile import Profile
from quarterdeck.measures.ratio import is_percentage

EVERY = 3
"""Every third target changes; the others stay as they are."""


def annual_round(demo: Demo) -> Iterator[Step]:
    """The performance team opened it; two services have confirmed, one has submitted, one is half way."""
    about, years = demo.papers.rounds["annual"], demo.years
    year = years.open.year().next()
    yield Step(at(years.before_today(about["opened"]), 9, 40), _open(year))
    for number, unit in enumerate((*about["confirmed"], *about["submitted"])):
        yield Step(at(years.before_today(8 - number), 10, 50), _propose(year, unit))
        yield Step(at(years.before_today(8 - number), 15, 50), decide(year, unit, "submit"))
    for unit in about["confirmed"]:
        yield Step(at(years.before_today(4), 16, 50), decide(year, unit, "confirm"))
    for unit in about["submitted"]:
        yield Step(at(years.before_today(3), 11, 50), _ask(year, unit))
    yield Step(at(years.before_today(2), 13, 50), _propose(year, about["draft"], share=0.5))


def _open(year: Period) -> Doing:
    def do(demo: Demo) -> None:
        actor = demo.actor("performance")
        planned = rounds.plan_round(demo.session, actor, RoundCreate(cycle=Cycle.ANNUAL, period=year.code))
        rounds.decide_round(demo.session, actor, planned.id, RoundDecision(action="open"), planned.version)

    return do


def _propose(year: Period, unit: str, share: float = 1.0) -> Doing:
    """A service's provider types what it proposes, row by row; warnings are explained."""

    def do(demo: Demo) -> None:
        submission = submission_of(demo, year, unit)
        rows = _proposals(demo, submission)
        for number, row in enumerate(rows[: round(len(rows) * share)]):
            said = _said(demo, row, changes=number % EVERY == 0)
            saved = _save(demo, submission, row.id, said, unit)
            if saved.change == "change" and any(each.profile is Profile.SEASONAL for each in saved.profiles):
                saved = _save(demo, submission, row.id, {"profile": "seasonal"}, unit)
            asked = [finding.code for finding in saved.findings if finding.needs_explanation]
            if asked:
                explained = dict.fromkeys(asked, demo.papers.rounds["annual"]["explanation"])
                _save(demo, submission, row.id, {"explanations": explained}, unit)

    return do


def _ask(year: Period, unit: str) -> Doing:
    """The performance team challenges the first target that changes."""

    def do(demo: Demo) -> None:
        submission = submission_of(demo, year, unit)
        row = next(row for row in _proposals(demo, submission) if row.change == "change")
        data = QueryCreate(entry_id=row.id, question=demo.papers.rounds["annual"]["query"])
        queries.ask(demo.session, demo.actor(OFFICER), submission.id, data)

    return do


def _proposals(demo: Demo, submission: Submission) -> list[ProposalRead]:
    query = select(Entry).where(Entry.submission_id == submission.id).order_by(Entry.position)
    return proposals.proposal_reads(demo.session, demo.council_id, demo.session.scalars(query).all())


def _save(demo: Demo, submission: Submission, entry_id: int, said: Mapping[str, Any], unit: str) -> ProposalRead:
    actor, version = demo.actor(provider_of(demo, unit)), demo.session.get_one(Entry, entry_id).version
    entry = proposals.save_proposal(demo.session, actor, submission.id, entry_id, ProposalUpdate(**said), version)
    return proposals.proposal_reads(demo.session, demo.council_id, [entry])[0]


def _said(demo: Demo, row: ProposalRead, *, changes: bool) -> dict[str, Any]:
    """What is proposed: a step beyond the target of the year before, or that target; words where there was none."""
    about, before = demo.papers.rounds["annual"], row.before
    if row.indicator.kind == IndicatorKind.CONTEXTUAL:
        return {"change": "keep"}
    if before is None:
        return {"change": "change", "target": {"text": about["no_target"]}, "rationale": about["rationale"]}
    if not changes or before.value is None:
        return {"change": "keep"}
    return {
        "change": "change",
        "target": {"value": _beyond(row, before.value)},
        "rationale": about["rationale"],
        "benchmark": about["benchmark"],
        "benchmark_source": about["benchmark_source"],
    }


def _beyond(row: ProposalRead, before: float) -> float:
    """Two per cent better than before, as it is displayed; a percentage ends at 100."""
    definition = row.indicator.definition
    better = round(before * (1.02 if definition.polarity == "higher" else 0.98), definition.decimals)
    return min(better, 100.0) if is_percentage(definition.unit_of_measure) else better
