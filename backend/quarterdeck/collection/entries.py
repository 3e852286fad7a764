"""Entries: what a service types, saved as it types; and what is shown beside each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.collection import beside as standing
from quarterdeck.collection.beside import Beside, Figure
from quarterdeck.collection.checklist import findings_of
from quarterdeck.collection.completeness import note_findings
from quarterdeck.collection.continuing import continuations
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.recorded import Recorded, period_of
from quarterdeck.collection.schemas import (
    EntryActivity,
    EntryDefinition,
    EntryEarlier,
    EntryIndicator,
    EntryRating,
    EntryRead,
    EntryRule,
    EntrySaved,
    EntryTarget,
    EntryUpdate,
    EntryYearTarget,
)
from quarterdeck.collection.visibility import visible_entries, visible_submissions
from quarterdeck.collection.workflow import (
    CANCELLED,
    DRAFT,
    REQUESTED,
    RETURNED,
    RUNNING,
    SUBMISSION,
    SUBMITTED,
    SubmissionCase,
)
from quarterdeck.core import clock, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import FieldError, conflict, forbidden, invalid, invalid_fields, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.framework.periods import Period
from quarterdeck.measures.check_catalogue import find_check
from quarterdeck.measures.models import Series, ValueState
from quarterdeck.measures.rating_inputs import last_year_code
from quarterdeck.measures.ratio import value_of_ratio
from quarterdeck.measures.versions import definitions_on
from quarterdeck.organisation.evidence import evidence_counts
from quarterdeck.organisation.roles import Permission, Role
from quarterdeck.planning.activity_reads import Judged, hints_on
from quarterdeck.planning.hints import Hint
from quarterdeck.planning.models import Activity
from quarterdeck.planning.schemas import HintRead

EDITABLE: Final = frozenset({REQUESTED, DRAFT, RETURNED})
OF_ACTIVITY: Final = frozenset({"status", "percent_complete", "update", "cause", "path_to_green"})
PARTS: Final = frozenset({"numerator", "denominator"})
EARLIER_SHOWN: Final = 8
# Columns that are answered as they are.
TYPED: Final = (
    "value_state",
    "value",
    "numerator",
    "denominator",
    "provisional",
    "forecast",
    "commentary",
    "explanations",
    "status",
    "percent_complete",
    "update",
    "cause",
    "path_to_green",
)


def list_entries(actor: Actor, submission_id: int) -> Select[Entry]:
    """The entries of a submission that the actor may see; what it proposes for a year is read apart."""
    return visible_entries(actor).where(Entry.submission_id == submission_id, ~Entry.proposes)


def save_entry(
    session: Session, actor: Actor, submission_id: int, entry_id: int, data: EntryUpdate, version: int
) -> Entry:
    """Save what is typed into one entry; the first one saved starts its submission.

    Autosave changes the entry and nothing else: it takes no change number and leaves no event, for the log
    takes one at submit. Raises 404, 403, 412, 409 once the submission is submitted or its round has ended,
    and 422 for fields that contradict each other or the kind of entry.
    """
    entry, submission, round_ = entry_for_change(session, actor, submission_id, entry_id, version)
    given = _columns(entry, data.given())
    if changes(entry, given | _worked_out(session, entry, given)):
        start_typing(entry, submission, round_, actor)
        session.flush()
        note_findings(session, entry.council_id, _of_same_series(session, entry))
    return entry


def entry_for_change(
    session: Session, actor: Actor, submission_id: int, entry_id: int, version: int, *, proposes: bool = False
) -> tuple[Entry, Submission, Round]:
    """The entry to save into, its submission and round, held for change. proposes: one of an annual round.

    Raises 404, 403, 412, and 409 once the submission is submitted or its round has ended.
    """
    entry, submission, round_ = _for_change(session, actor, submission_id, entry_id, proposes)
    if not actor.may(Permission.EDIT_SUBMISSION, submission.place()):
        raise forbidden()
    check_version(entry, version)
    _require_editable(session, submission, round_)
    return entry, submission, round_


def submission_for_change(session: Session, actor: Actor, submission_id: int) -> tuple[Submission, Round]:
    """A submission to add something to, with its round, held for change. Raises 404, 403, 409 as saving an entry."""
    query = visible_submissions(actor).where(Submission.id == submission_id)
    submission = session.scalars(query.with_for_update(of=Submission)).one_or_none()
    if submission is None:
        raise not_found("submission")
    if not actor.may(Permission.EDIT_SUBMISSION, submission.place()):
        raise forbidden()
    round_ = session.get_one(Round, submission.round_id)
    _require_editable(session, submission, round_)
    return submission, round_


def start_typing(entry: Entry, submission: Submission, round_: Round, actor: Actor) -> None:
    """Note who typed into an entry, and when; the first one typed into starts its submission."""
    entry.version += 1
    entry.updated_by, entry.updated_at = actor.person_id, clock.now()
    entry.on_behalf = acts_on_behalf(actor, submission.place())
    if submission.state == REQUESTED:
        SUBMISSION.perform(SubmissionCase(submission, round_.state), "start", actor, submission.version)


def _require_editable(session: Session, submission: Submission, round_: Round) -> None:
    if not is_editable(submission, round_.state):
        raise conflict(_not_editable(session, submission, round_), "wrong-state")


def is_editable(submission: Submission, round_state: str) -> bool:
    """Whether entries can be saved: nothing is submitted that was not returned, and the round still runs."""
    return submission.state in EDITABLE and round_state in RUNNING


def acts_on_behalf(actor: Actor, place: Place) -> bool:
    """Whether the actor enters for a service, as the performance team: the service's own providers do not."""
    return not any(grant.role == Role.DATA_PROVIDER and grant.covers(place) for grant in actor.grants)


def entry_reads(session: Session, council_id: int, entries: Sequence[Entry]) -> list[EntryRead]:
    """Entries as they are answered, with what stands beside them."""
    return [EntryRead.model_validate(each) for each in _answers(session, council_id, entries)]


def entry_saved(session: Session, entry: Entry) -> EntrySaved:
    """An entry just saved, as it is answered."""
    submission = session.get_one(Submission, entry.submission_id)
    where = {"submission_state": submission.state, "submission_version": submission.version}
    return EntrySaved.model_validate({**_answers(session, entry.council_id, [entry])[0], **where})


def _not_editable(session: Session, submission: Submission, round_: Round) -> str:
    """Why entries cannot be saved any more, and what to do instead."""
    if round_.state == CANCELLED:
        continued = continuations(session, [round_.council_id])
        taker = continued.taken_over_by(continued.rounds[round_.id])
        if taker is None:
            return "This round was cancelled: nothing is reported in it."
        return (
            f"This quarter is reported in the round of {Period.of_code(taker.period_code).short_label}: type it there."
        )
    if round_.state not in RUNNING:
        return f"This round is {round_.state}. A figure of it changes by restatement."
    if submission.state == SUBMITTED:
        return "This was submitted. The service manager or the performance team can return it to be changed."
    return "This was confirmed. The performance team can reopen it; once the pack is sealed, a review returns it."


def _for_change(
    session: Session, actor: Actor, submission_id: int, entry_id: int, proposes: bool
) -> tuple[Entry, Submission, Round]:
    """The entry, its submission and round, held for change. Raises 404.

    The submission is held before the entry is read: whoever submits holds it too, so that nothing is typed
    into what has been checked.
    """
    its = (Entry.id == entry_id, Entry.submission_id == submission_id, Entry.proposes == proposes)
    query = visible_entries(actor).where(*its)
    if session.scalar(query.with_only_columns(Entry.id)) is None:
        raise not_found("entry")
    submission = session.scalars(select(Submission).where(Submission.id == submission_id).with_for_update()).one()
    entry = session.scalars(select(Entry).where(Entry.id == entry_id).with_for_update()).one()
    return entry, submission, session.get_one(Round, submission.round_id)


def _columns(entry: Entry, given: dict[str, Any]) -> dict[str, Any]:
    """The columns behind what is given. Raises 422."""
    belongs = OF_ACTIVITY if entry.activity_id is not None else frozenset(TYPED) - OF_ACTIVITY
    if foreign := sorted(given.keys() - belongs):
        what = "an activity" if entry.activity_id is not None else "a figure"
        faults = [FieldError(pointer=f"/{name}", code="not_here", detail=f"{what.capitalize()} has no such field.")
                  for name in foreign]  # fmt: skip
        raise invalid_fields(faults)
    check_explained(given.get("explanations") or {})
    if given.get("value") is not None:
        given.setdefault("value_state", ValueState.VALUE)
        if given["value_state"] is not ValueState.VALUE:
            raise invalid("/value", "contradiction", "A number goes with the state “value”. Leave one of them out.")
    elif "value" in given:
        # Clearing the number leaves nothing entered, unless another state is given with it.
        given.setdefault("value_state", None if entry.value_state == ValueState.VALUE else entry.value_state)
    elif "value_state" in given and given["value_state"] is not ValueState.VALUE:
        given["value"] = None
    return given


def check_explained(codes: Iterable[str]) -> None:
    """Raise 422 for codes of no check. What explains a check that finds nothing now is kept: so it is while typing."""
    detail = "There is no check with this code; GET /checks lists them."
    faults = [
        FieldError(pointer=f"/explanations/{code}"[:200], code="unknown_check", detail=detail)
        for code in codes
        if find_check(code) is None
    ]
    if faults:
        raise invalid_fields(faults)


def _worked_out(session: Session, entry: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
    """The value that a numerator and a denominator make, where they are typed and it is not; else nothing.

    A value that was worked out before follows them; one that somebody typed otherwise stays, for the checks to tell.
    """
    if not PARTS & given.keys() or {"value", "value_state"} & given.keys() or entry.series_id is None:
        return {}
    if entry.value_state not in (None, ValueState.VALUE):
        return {}
    unit = _unit_of_measure(session, entry)
    if entry.value is not None and entry.value != _ratio(entry.numerator, entry.denominator, unit):
        return {}
    made = _ratio(given.get("numerator", entry.numerator), given.get("denominator", entry.denominator), unit)
    return {} if made is None else {"value": made, "value_state": ValueState.VALUE}


def _ratio(numerator: float | None, denominator: float | None, unit_of_measure: str) -> float | None:
    if numerator is None or denominator is None:
        return None
    return value_of_ratio(numerator, denominator, unit_of_measure)


def _unit_of_measure(session: Session, entry: Entry) -> str:
    """The unit of measure of an entry's figure, by the definition in force in its period."""
    indicator_id = session.scalars(select(Series.indicator_id).where(Series.id == entry.series_id)).one()
    definitions = definitions_on(session, [indicator_id], period_of(entry.period_code).start)
    return definitions[indicator_id].unit_of_measure


def _of_same_series(session: Session, entry: Entry) -> Sequence[Entry]:
    """An entry with those of the same series beside it: June's figure is checked against May's."""
    if entry.series_id is None:
        return [entry]
    query = select(Entry).where(Entry.submission_id == entry.submission_id, Entry.series_id == entry.series_id)
    return session.scalars(query).all()


def _answers(session: Session, council_id: int, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    beside = standing.load(session, council_id, entries)
    files = evidence_counts(session, council_id, "entry", [entry.id for entry in entries])
    hints = _hints(session, entries, beside)
    return [{**_answer(entry, beside, hints), "evidence": files.get(entry.id, 0)} for entry in entries]


def _hints(session: Session, entries: Sequence[Entry], beside: Beside) -> Mapping[int, list[Hint]]:
    """What is worth a question about the activities, beside what the entries say of them. Two queries, if any."""
    if not beside.activities:
        return {}
    judged = {
        entry.activity_id: Judged(entry.status, entry.percent_complete)
        for entry in entries
        if entry.activity_id is not None and entry.status is not None
    }
    return hints_on(session, list(beside.activities.values()), clock.today(), judged)


def _activity(activity: Activity, hints: Mapping[int, list[Hint]]) -> EntryActivity:
    said = {name: getattr(activity, name) for name in EntryActivity.model_fields.keys() - {"hints"}}
    found = [HintRead.model_validate(each) for each in hints.get(activity.id, ())]
    return EntryActivity.model_validate({**said, "hints": found})


def _answer(entry: Entry, beside: Beside, hints: Mapping[int, list[Hint]]) -> dict[str, Any]:
    figure = beside.figures.get(entry.id)
    activity = None if entry.activity_id is None else beside.activities[entry.activity_id]
    return {
        **{name: getattr(entry, name) for name in TYPED},
        "id": entry.id,
        "submission_id": entry.submission_id,
        "position": entry.position,
        "period_code": entry.period_code,
        "period_label": period_of(entry.period_code).label,
        "series_id": entry.series_id,
        "indicator": None if figure is None else _indicator(figure),
        "activity": None if activity is None else _activity(activity, hints),
        "target": None if figure is None or figure.target is None else EntryTarget.model_validate(figure.target),
        "year_target": None if figure is None else _year_target(entry, figure),
        "earlier": [] if figure is None else [_was(figure, each) for each in figure.recorded[-EARLIER_SHOWN:]],
        "last_year": None if figure is None else _last_year(entry, figure),
        "asked_again": entry.asked_again,
        "on_record": None if figure is None or figure.on_record is None else EntryEarlier.of(figure.on_record),
        "rating_rule": None if figure is None or figure.rule is None else EntryRule.model_validate(figure.rule),
        "rating": None if figure is None else _rating(figure),
        "findings": findings_of(entry, beside),
        "updated_by": entry.updated_by,
        "updated_at": entry.updated_at,
        "on_behalf": entry.on_behalf,
        "version": entry.version,
    }


def _indicator(figure: Figure) -> EntryIndicator:
    row = figure.indicator
    return EntryIndicator.model_validate(
        {
            "id": row.id,
            "ref": row.ref,
            "name": row.name,
            "kind": row.kind,
            "breakdown": figure.breakdown,
            "definition": EntryDefinition.model_validate(figure.definition),
        }
    )


def _was(figure: Figure, each: Recorded) -> EntryEarlier:
    return EntryEarlier.of(each, figure.broken_from.get(each.period_code))


def _last_year(entry: Entry, figure: Figure) -> EntryEarlier | None:
    code = last_year_code(entry.period_code)
    return next((_was(figure, each) for each in figure.recorded if each.period_code == code), None)


def _year_target(entry: Entry, figure: Figure) -> EntryYearTarget | None:
    year = period_of(entry.period_code).year()
    if figure.year_target is None or year.code == entry.period_code:
        return None
    target = EntryTarget.model_validate(figure.year_target)
    return EntryYearTarget(period_code=year.code, period_label=year.short_label, **target.model_dump())


def _rating(figure: Figure) -> EntryRating | None:
    rated = figure.rated
    if rated is None:
        return None
    return EntryRating(rating=rated.rating, unrated_reason=rated.reason, sentence=rated.sentence)


def _refer(session: Session, actor: Actor, entry_id: int) -> Referent | None:
    entry = session.scalars(visible_entries(actor).where(Entry.id == entry_id)).one_or_none()
    if entry is None:
        return None
    beside = standing.load(session, entry.council_id, [entry])
    place = session.get_one(Submission, entry.submission_id).place()
    return Referent("entry", entry.id, standing.label_of(entry, beside), place)


refs.register("entry", _refer)
