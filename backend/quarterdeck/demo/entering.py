"""What a service does in a round: it enters its figures and updates, submits, and its manager confirms."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from quarterdeck.collection import entries, submissions
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.schemas import EntryUpdate, SubmissionDecision
from quarterdeck.demo.papers import Cell
from quarterdeck.demo.timeline import Demo
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.models import Unit
from quarterdeck.planning.models import Activity

Doing = Callable[[Demo], None]
OFFICER = "performance.officer"


def enter(
    quarter: Period, unit: str, *, first: Mapping[str, Any] | None = None, share: float = 1.0, by: str | None = None
) -> Doing:
    """Type a service's entries of a round, in their order.

    first: what is entered before it is corrected: {ref, first: {value | more, commentary}}.
    share: how much of the entries is typed. by: an account other than the service's data provider.
    """

    def do(demo: Demo) -> None:
        submission = submission_of(demo, quarter, unit)
        actor = demo.actor(by or provider_of(demo, unit))
        rows = entries_of(demo, submission)
        for entry, ref in rows[: round(len(rows) * share)]:
            said = _said(demo, entry, ref)
            if first is not None and ref == first["ref"]:
                said |= _at_first(said, first["first"])
            entries.save_entry(demo.session, actor, submission.id, entry.id, EntryUpdate(**said), entry.version)

    return do


def correct(quarter: Period, unit: str, ref: str) -> Doing:
    """Enter one indicator's figures again, as they stand in the files."""

    def do(demo: Demo) -> None:
        submission = submission_of(demo, quarter, unit)
        actor = demo.actor(provider_of(demo, unit))
        for entry, of in entries_of(demo, submission):
            if of == ref:
                data = EntryUpdate(**_said(demo, entry, ref))
                entries.save_entry(demo.session, actor, submission.id, entry.id, data, entry.version)

    return do


def decide(quarter: Period, unit: str, action: str, *, by: str | None = None, comment: str | None = None) -> Doing:
    """Submit (the data provider), confirm (the service manager) or return a service's submission."""

    def do(demo: Demo) -> None:
        submission = submission_of(demo, quarter, unit)
        usual = manager_of(demo, unit) if action == "confirm" else provider_of(demo, unit)
        data = SubmissionDecision(action=action, comment=comment)
        submissions.decide_submission(demo.session, demo.actor(by or usual), submission.id, data, submission.version)

    return do


def provider_of(demo: Demo, unit: str) -> str:
    return _account(demo, "data_provider", unit)


def manager_of(demo: Demo, unit: str) -> str:
    return _account(demo, "service_manager", unit)


def _account(demo: Demo, role: str, unit: str) -> str:
    """The account of this role for a service of its own."""
    found = (each for each in demo.papers.council["account"] if (each["role"], each.get("unit")) == (role, unit))
    return str(next(found)["account"])


def submission_of(demo: Demo, quarter: Period, unit: str) -> Submission:
    query = (
        select(Submission)
        .join(Round, Round.id == Submission.round_id)
        .join(Unit, Unit.id == Submission.unit_id)
        .where(Round.council_id == demo.council_id, Round.period_code == quarter.code, Unit.code == unit)
    )
    return demo.session.scalars(query).one()


def entries_of(demo: Demo, submission: Submission) -> list[tuple[Entry, str]]:
    """The submission's entries with the refs of their indicators or activities, in their order."""
    query = (
        select(Entry, Indicator.ref, Activity.ref)
        .outerjoin(Series, Series.id == Entry.series_id)
        .outerjoin(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(Activity, Activity.id == Entry.activity_id)
        .where(Entry.submission_id == submission.id)
        .order_by(Entry.position)
    )
    return [(entry, of_figure or of_activity) for entry, of_figure, of_activity in demo.session.execute(query)]


def _said(demo: Demo, entry: Entry, ref: str) -> dict[str, Any]:
    """What the files say of an entry's figure or activity."""
    period = Period.of_code(entry.period_code)
    quarter = Period.containing(period.end)
    name = demo.years.name(quarter)
    if entry.activity_id is not None:
        row = demo.papers.updates[ref, name]
        reported = {key: row[key] for key in ("status", "update", "cause", "path_to_green")}
        return reported | ({"percent_complete": int(row["percent"])} if row["percent"] else {})
    cells = demo.papers.figures[ref, name]
    number = quarter.parts(Span.MONTH).index(period) if period.span is Span.MONTH else 0
    said = _figure(cells[number])
    if entry.asked_again:
        # The round after the one that had a provisional figure: the final one is known.
        said |= {"provisional": False, "value": demo.papers.final(ref, name, cells[number])}
    if number == len(cells) - 1 or cells[number].value is None:
        # A quarter's text stands beside its last month, and beside a month without a figure.
        said["commentary"] = demo.papers.commentary.get((ref, name), "")
        said["explanations"] = demo.papers.explanations.get((ref, name), {})
    if (ref, name) in demo.papers.forecasts:
        said["forecast"] = demo.papers.forecasts[ref, name]
    return said


def _figure(cell: Cell) -> dict[str, Any]:
    if cell.value is None:
        return {"value_state": cell.state}
    parts = {"numerator": cell.numerator, "denominator": cell.denominator}
    said = {"value": cell.value, "provisional": cell.provisional}
    return said | {name: part for name, part in parts.items() if part is not None}


def _at_first(said: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered at first, where it differs: another value, so much more, another commentary."""
    changed = {name: value for name, value in first.items() if name != "more"}
    if "more" in first:
        changed["value"] = said["value"] + first["more"]
    return changed
