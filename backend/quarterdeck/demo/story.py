"""What happens beside the rounds: figures are restated, actions followed up, milestones reached."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.demo.asked import follow, raise_action
from quarterdeck.demo.entering import manager_of, provider_of
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import after, at
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.restatement import Restatement
from quarterdeck.planning import milestones
from quarterdeck.planning.models import Milestone
from quarterdeck.planning.schemas import MilestoneUpdate
from quarterdeck.reporting import restatements
from quarterdeck.reporting.schemas import RestatementCreate, RestatementDecision

DAYS = ("proposed", "accepted")


def story(demo: Demo) -> Iterator[Step]:
    """The steps of every restatement, of the actions that are still under way, and of milestones reached."""
    yield from _restating(demo)
    yield from _following(demo)
    yield from _reaching(demo)


def _following(demo: Demo) -> Iterator[Step]:
    """Actions of the last months: noted, moved, reported done, sent back."""
    for about in demo.papers.rounds["followed"]:
        quarter = demo.years.lived[-1 - about["rounds_back"]]
        yield Step(at(demo.years.before_today(about["raised"]), 11, 20), raise_action(quarter, about))
        for each in about["then"]:
            moment = at(demo.years.before_today(each["on"]), 14, 10)
            yield Step(moment, follow(about, each["do"], each["said"], each.get("due")))


def _reaching(demo: Demo) -> Iterator[Step]:
    """A milestone is reached five working days before the end of its quarter, and its service says so."""
    for row in demo.papers.plan["activity"]:
        for step in row.get("milestones", ()):
            if "done" in step and (day := after(demo.years.quarter(step["done"]), -5)) <= demo.years.eve:
                yield Step(at(day, 16, 20), _reached(row, step["title"], day))


def _reached(row: Mapping[str, Any], title: str, day: date) -> Any:
    def do(demo: Demo) -> None:
        actor = demo.actor(manager_of(demo, row["unit"]))
        milestone = demo.session.scalars(milestones.list_milestones(actor).where(Milestone.title == title)).one()
        data = MilestoneUpdate(done_on=day)
        milestones.update_milestone(demo.session, actor, milestone.id, data, milestone.version)

    return do


def _restating(demo: Demo) -> Iterator[Step]:
    for row in demo.papers.rounds["restatement"]:
        quarter = demo.years.quarter(row["quarter"])
        proposed, accepted = (
            after(demo.years.quarter(name), days) for name, days in (row["proposed"], row["accepted"])
        )
        if accepted <= demo.years.eve:
            yield Step(at(proposed, 11), _proposing(row, quarter))
            yield Step(at(accepted, 15), _accepting(row, quarter))
    for row in (demo.papers.rounds["recent"], demo.papers.rounds["proposed"]):
        quarter = demo.years.lived[-1 - row["rounds_back"]]
        yield Step(at(demo.years.before_today(row["proposed"]), 11), _proposing(row, quarter))
        if "accepted" in row:
            yield Step(at(demo.years.before_today(row["accepted"]), 15), _accepting(row, quarter))


def _proposing(row: Mapping[str, Any], quarter: Period) -> Any:
    """The service's data provider proposes the figure."""

    def do(demo: Demo) -> None:
        measure = demo.papers.measures[row["ref"]]
        data = RestatementCreate(
            series_id=series_of(demo, measure.ref).id,
            period=_period(quarter, measure.frequency).code,
            value_state=ValueState.VALUE,
            value=_value(demo, row, quarter),
            reason=row["reason"],
        )
        restatements.propose_restatement(demo.session, demo.actor(provider_of(demo, measure.unit)), data)

    return do


def _accepting(row: Mapping[str, Any], quarter: Period) -> Any:
    """The service's manager accepts it."""

    def do(demo: Demo) -> None:
        measure = demo.papers.measures[row["ref"]]
        query = select(Restatement).where(
            Restatement.series_id == series_of(demo, measure.ref).id,
            Restatement.period_code == _period(quarter, measure.frequency).code,
        )
        found = demo.session.scalars(query).one()
        actor = demo.actor(manager_of(demo, measure.unit))
        decision = RestatementDecision(action="accept", comment="Checked against the records.")
        restatements.decide_restatement(demo.session, actor, found.id, decision, found.version)

    return do


def _value(demo: Demo, row: Mapping[str, Any], quarter: Period) -> float:
    if "value" in row:
        return float(row["value"])
    value = demo.papers.figures[row["ref"], demo.years.name(quarter)][-1].value
    assert value is not None
    return value + float(row["more"])


def _period(quarter: Period, frequency: str) -> Period:
    """The period of the figure: a monthly one's is the quarter's last month."""
    return quarter.parts(Span.MONTH)[-1] if frequency == "monthly" else quarter
