"""What happens beside entries and decisions: questions, longer deadlines, evidence, judgements, somebody standing in.

What is asked and answered stands in `data/asides.toml`.
"""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from quarterdeck.collection import queries, submissions
from quarterdeck.collection.models import Entry, EntryQuery
from quarterdeck.collection.query_schemas import QueryAnswer, QueryCreate
from quarterdeck.collection.schemas import SubmissionDecision
from quarterdeck.core.clock import add_working_days
from quarterdeck.demo.council import id_of, post_code
from quarterdeck.demo.entering import OFFICER, entries_of, manager_of, provider_of, submission_of
from quarterdeck.demo.reviewing import edition_of
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import after, at
from quarterdeck.framework.periods import Period
from quarterdeck.measures import rebases, setting_checks
from quarterdeck.measures.check_schemas import CheckSetting, ChecksUpdate
from quarterdeck.measures.models import CurrentObservation, Indicator, Standing
from quarterdeck.measures.overrides import override_rating
from quarterdeck.measures.schemas import OverrideCreate
from quarterdeck.organisation import delegations
from quarterdeck.organisation.evidence import add_evidence
from quarterdeck.organisation.models import Post
from quarterdeck.organisation.schemas.delegations import DelegationCreate
from quarterdeck.planning.models import Activity
from quarterdeck.reporting import comments
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate
from quarterdeck.reporting.models import ReviewComment

Doing = Callable[[Demo], None]


def asides(demo: Demo) -> Iterator[Step]:
    """The steps of everything in `data/asides.toml` that does not take the place of a step of a round."""
    years, papers = demo.years, demo.papers.asides
    for row in papers["query"]:
        yield Step(at(years.before_today(row["asked"]), 17, 10), _ask(years.open, row))
        if "answer" in row:
            yield Step(at(years.before_today(row["answered"]), 15, 20), _answer(row))
    for row in papers["extension"]:
        yield Step(at(years.before_today(row["on"]), 12), _extend(years.open, row))
    for row in papers["comment"]:
        yield Step(at(years.before_today(row["on"]), 13, 30), _comment(years.in_review, row))
        if "answer" in row:
            yield Step(at(years.before_today(row["answered"]), 16, 5), _answer_comment(years.in_review, row))
    for row in papers["evidence"]:
        # The first day on which any service has entered its figures; the register was there before.
        yield Step(at(after(years.in_review, 2), 9, 45), _add_evidence(years.in_review, row))
    delegated = papers["delegation"]
    yield Step(at(years.before_today(delegated["from"]), 9, 5), _delegate(delegated))
    yield from _judgements(demo)
    for row in papers["rebase"]:
        yield Step(at(years.before_today(row["on"]), 14, 25), _rebase(row))
    for row in papers["check"]:
        yield Step(at(after(years.quarter(row["from"]), -3), 10, 40), _set_check(row))


def confirm_off_system(quarter: Period, row: Mapping[str, Any]) -> Doing:
    """The performance team records who confirmed a submission by mail, and keeps the mail as evidence."""

    def do(demo: Demo) -> None:
        actor, submission = demo.actor(OFFICER), submission_of(demo, quarter, row["unit"])
        evidence_id = _keep(demo, OFFICER, "submission", submission.id, row)
        decision = SubmissionDecision(
            action="confirm_off_system",
            comment=row["comment"],
            post_id=id_of(demo.session, demo.council_id, Post, post_code(row["post"])),
            evidence_id=evidence_id,
        )
        submissions.decide_submission(demo.session, actor, submission.id, decision, submission.version)

    return do


def _ask(quarter: Period, row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        entry = _entry(demo, quarter, row)
        data = QueryCreate(entry_id=entry.id, question=row["question"])
        queries.ask(demo.session, demo.actor(OFFICER), entry.submission_id, data)

    return do


def _answer(row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        query = demo.session.scalars(select(EntryQuery).where(EntryQuery.question == row["question"])).one()
        submission_id = demo.session.get_one(Entry, query.entry_id).submission_id
        actor = demo.actor(provider_of(demo, row["unit"]))
        queries.answer(demo.session, actor, submission_id, query.id, QueryAnswer(answer=row["answer"]))

    return do


def _extend(quarter: Period, row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        submission = submission_of(demo, quarter, row["unit"])
        until = add_working_days(demo.years.today, row["until"])
        decision = SubmissionDecision(action="extend", comment=row["comment"], due_on=until)
        submissions.decide_submission(demo.session, demo.actor(OFFICER), submission.id, decision, submission.version)

    return do


def _comment(quarter: Period, row: Mapping[str, Any]) -> Doing:
    """Somebody who reviews the newest edition asks about a figure, or an activity, of it."""

    def do(demo: Demo) -> None:
        ref, about = row["ref"], {}
        if ref in demo.papers.measures:
            about = {"series_id": series_of(demo, ref).id, "period": quarter.code}
        else:
            query = select(Activity.id).where(Activity.council_id == demo.council_id, Activity.ref == ref)
            about = {"activity_id": demo.session.scalars(query).one()}
        data = CommentCreate.model_validate({**about, "comment": row["comment"]})
        comments.add_comment(demo.session, demo.actor(row["by"]), edition_of(demo, quarter).id, data)

    return do


def _answer_comment(quarter: Period, row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        query = select(ReviewComment.id).where(ReviewComment.comment == row["comment"])
        found, actor = demo.session.scalars(query).one(), demo.actor(manager_of(demo, row["unit"]))
        data = CommentAnswer(answer=row["answer"])
        comments.answer_comment(demo.session, actor, edition_of(demo, quarter).id, found, data)

    return do


def _add_evidence(quarter: Period, row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        _keep(demo, provider_of(demo, row["unit"]), "entry", _entry(demo, quarter, row).id, row)

    return do


def _keep(demo: Demo, account: str, kind: str, subject_id: int, row: Mapping[str, Any]) -> int:
    kept = add_evidence(
        demo.session,
        demo.actor(account),
        demo.settings,
        kind=kind,
        subject_id=subject_id,
        filename=row["file"],
        file=BytesIO(row["content"].lstrip().encode()),
        note=row["note"],
    )
    return kept.id


def _delegate(row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        data = DelegationCreate(
            to_person_id=demo.people[row["to"]],
            valid_to=add_working_days(demo.years.today, row["until"]),
            reason=row["reason"],
        )
        delegations.delegate(demo.session, demo.actor(row["by"]), data)

    return do


def _judgements(demo: Demo) -> Iterator[Step]:
    """Ratings are judged before their quarter's pack is sealed."""
    years = demo.years
    for row in demo.papers.asides["override"]:
        quarter = years.quarter(row["quarter"])
        if quarter in years.closed:
            yield Step(at(after(quarter, 16), 10), _judge(quarter, row))
        elif quarter == years.in_review:
            yield Step(at(years.before_today(21), 10), _judge(quarter, row))


def _judge(quarter: Period, row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        c = CurrentObservation
        query = select(c.observation_id).where(
            c.series_id == series_of(demo, row["ref"]).id,
            c.period_code == quarter.code,
            c.standing == Standing.LATEST,
        )
        data = OverrideCreate(rating=row["rating"], reason=row["reason"])
        override_rating(demo.session, demo.actor("performance"), demo.session.scalars(query).one(), data)

    return do


def _set_check(row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        indicator = demo.session.get_one(Indicator, series_of(demo, row["ref"]).indicator_id)
        setting = CheckSetting(code=row["code"], severity=row["severity"], reason=row["reason"])
        data = ChecksUpdate(checks=[setting])
        setting_checks.set_checks(demo.session, demo.actor("performance"), indicator.id, data, indicator.version)

    return do


def _rebase(row: Mapping[str, Any]) -> Doing:
    def do(demo: Demo) -> None:
        series, first = series_of(demo, row["ref"]), demo.years.quarter(row["from"])
        rebase = (series.indicator_id, series.id, first.code, row["reason"])
        rebases.record_rebase(demo.session, demo.actor("performance"), *rebase)

    return do


def _entry(demo: Demo, quarter: Period, row: Mapping[str, Any]) -> Entry:
    """The entry of an indicator's figure for the quarter itself."""
    submission = submission_of(demo, quarter, row["unit"])
    found = ((entry, ref) for entry, ref in entries_of(demo, submission) if entry.period_code == quarter.code)
    return next(entry for entry, ref in found if ref == row["ref"])
