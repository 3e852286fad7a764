"""Which rows of the record make up an indicator's trail: their kinds, moments and ids, as far as the actor sees them.

Each part of a trail is seen by whoever sees it elsewhere: figures as in their list, editions as issued, submissions
and questions as the service's own. That a thing is in the trail shows it to nobody else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, not_, or_, select, true, union_all

from quarterdeck.assurance.assessed import visible_assessments
from quarterdeck.assurance.models import DataQualityAssessment
from quarterdeck.assurance.trail_schemas import TrailKind
from quarterdeck.collection.models import Entry, EntryQuery, Submission
from quarterdeck.collection.visibility import visible_entries, visible_submissions
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.decisions import visible_approvals
from quarterdeck.framework.models import Approval
from quarterdeck.measures.editions import (
    EditionIssue,
    PackEdition,
    PackFigure,
    is_exempt,
    public_editions,
    visible_editions,
    whole_editions,
)
from quarterdeck.measures.models import (
    IndicatorDefinition,
    IndicatorPortfolio,
    Observation,
    RatingRule,
    Series,
    Target,
)
from quarterdeck.measures.restatement import Restatement
from quarterdeck.measures.series import visible_series
from quarterdeck.measures.targets import visible_targets
from quarterdeck.measures.viewpoint import visible_observations
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.restatements import visible_restatements

JUDGEMENTS: Final = ("rating.override", "rating.withdraw_override")
SUBMISSIONS: Final = tuple(
    f"submission.{action}"
    for action in ("submit", "return", "confirm", "confirm_off_system", "reopen", "send_back", "extend")
)
Rows = Select[str, datetime, int]


@dataclass(frozen=True)
class Looked:
    """Whose trail is read: an indicator's, of one period or all, up to a moment and change (None: to the end).

    What holds for more than one period (definitions, rules, assessments, how it is set up) is in the trail of each.
    """

    indicator_id: int
    period: str | None = None
    until: datetime | None = None
    change_no: int | None = None


def trail_rows(actor: Actor, looked: Looked, kind: TrailKind | None = None) -> Subquery:
    """The trail's rows: kind, at, id. One statement, whatever stands in it."""
    kinds = list(TrailKind) if kind is None else [kind]
    found = list(_rows(actor, looked, kinds))
    return union_all(*found).subquery("trail") if len(found) > 1 else found[0].subquery("trail")


def pins(actor: Actor, looked: Looked) -> Select[PackFigure]:
    """The figures of editions, of those that the actor sees there or anyway."""
    f = PackFigure
    whole, public = (
        query.with_only_columns(PackEdition.id) for query in (whole_editions(actor), public_editions(actor))
    )
    own = visible_observations(actor).where(Observation.indicator_id == looked.indicator_id)
    seen = or_(
        f.edition_id.in_(whole),
        and_(f.edition_id.in_(public), not_(is_exempt(f))),
        and_(
            f.edition_id.in_(visible_editions(actor).with_only_columns(PackEdition.id)),
            f.observation_id.in_(own.with_only_columns(Observation.id)),
        ),
    )
    return select(f).where(
        f.council_id == actor.council_id, f.series_id.in_(_series(actor, looked)), _of(f.period_code, looked), seen
    )


def revisions(actor: Actor, looked: Looked) -> Select[Observation]:
    """The revisions that the actor sees: of the record, or because an edition that they read holds them."""
    o = Observation
    seen = visible_observations(actor).where(o.indicator_id == looked.indicator_id).with_only_columns(o.id)
    pinned = pins(actor, looked).with_only_columns(PackFigure.observation_id)
    return select(o).where(
        o.council_id == actor.council_id,
        o.series_id.in_(_series(actor, looked)),
        _of(o.period_code, looked),
        or_(o.id.in_(seen), o.id.in_(pinned)),
    )


def seen_targets(actor: Actor, looked: Looked) -> Select[int]:
    """The ids of the indicator's targets that the actor sees."""
    query = visible_targets(actor).where(Series.indicator_id == looked.indicator_id, _of(Target.period_code, looked))
    return query.with_only_columns(Target.id)


def definition_ids(actor: Actor, looked: Looked) -> Select[int]:
    """The ids of the indicator's definitions: everybody's."""
    d = IndicatorDefinition
    return select(d.id).where(d.council_id == actor.council_id, d.indicator_id == looked.indicator_id)


def entries(actor: Actor, looked: Looked) -> Select[Entry]:
    """The indicator's cells in submissions that the actor sees."""
    submissions = visible_submissions(actor).with_only_columns(Submission.id)
    return select(Entry).where(
        Entry.council_id == actor.council_id,
        Entry.series_id.in_(_series(actor, looked)),
        _of(Entry.period_code, looked),
        Entry.submission_id.in_(submissions),
    )


def _figures(actor: Actor, looked: Looked) -> Rows:
    return _narrow(revisions(actor, looked), TrailKind.FIGURE, Observation.recorded_at, Observation.id)


def _restatements(actor: Actor, looked: Looked) -> Rows:
    query = visible_restatements(actor).where(
        Restatement.series_id.in_(_series(actor, looked)), _of(Restatement.period_code, looked)
    )
    return _narrow(query, TrailKind.RESTATEMENT, Restatement.proposed_at, Restatement.id)


def _judgements(actor: Actor, looked: Looked) -> Rows:
    ids = revisions(actor, looked).with_only_columns(Observation.id)
    return _events(actor, TrailKind.JUDGEMENT, "observation", JUDGEMENTS, ids)


def _submissions(actor: Actor, looked: Looked) -> Rows:
    ids = entries(actor, looked).with_only_columns(Entry.submission_id)
    return _events(actor, TrailKind.SUBMISSION, "submission", SUBMISSIONS, ids)


def _queries(actor: Actor, looked: Looked) -> Rows:
    seen = visible_entries(actor).where(Entry.series_id.in_(_series(actor, looked)), _of(Entry.period_code, looked))
    query = select(EntryQuery).where(
        EntryQuery.council_id == actor.council_id, EntryQuery.entry_id.in_(seen.with_only_columns(Entry.id))
    )
    return _narrow(query, TrailKind.QUERY, EntryQuery.asked_at, EntryQuery.id)


def _editions(actor: Actor, looked: Looked) -> Rows:
    query = select(PackEdition).where(PackEdition.id.in_(pins(actor, looked).with_only_columns(PackFigure.edition_id)))
    return _narrow(query, TrailKind.EDITION, PackEdition.sealed_at, PackEdition.id)


def _issues(actor: Actor, looked: Looked) -> Rows:
    pinning = pins(actor, looked).with_only_columns(PackFigure.edition_id)
    query = select(EditionIssue).where(
        EditionIssue.council_id == actor.council_id, EditionIssue.edition_id.in_(pinning)
    )
    return _narrow(query, TrailKind.ISSUE, EditionIssue.issued_at, EditionIssue.id)


def _decisions(actor: Actor, looked: Looked) -> Rows:
    subjects = {
        "pack_edition": pins(actor, looked).with_only_columns(PackFigure.edition_id),
        "target": seen_targets(actor, looked),
        "definition": definition_ids(actor, looked),
    }
    about = or_(*(and_(Approval.subject_kind == kind, Approval.subject_id.in_(ids)) for kind, ids in subjects.items()))
    # A portfolio holder decides on what belongs to the portfolio, and on nothing else in the edition.
    own = select(IndicatorPortfolio.portfolio_id).where(IndicatorPortfolio.indicator_id == looked.indicator_id)
    concerned = or_(Approval.portfolio_id.is_(None), Approval.portfolio_id.in_(own))
    return _narrow(
        visible_approvals(actor).where(about, concerned), TrailKind.DECISION, Approval.recorded_at, Approval.id
    )


def _targets(actor: Actor, looked: Looked) -> Rows:
    query = select(Target).where(Target.id.in_(seen_targets(actor, looked)))
    return _narrow(query, TrailKind.TARGET, Target.recorded_at, Target.id)


def _definitions(actor: Actor, looked: Looked) -> Rows:
    query = select(IndicatorDefinition).where(IndicatorDefinition.id.in_(definition_ids(actor, looked)))
    return _narrow(query, TrailKind.DEFINITION, IndicatorDefinition.recorded_at, IndicatorDefinition.id)


def _rules(actor: Actor, looked: Looked) -> Rows:
    r = RatingRule
    query = select(r).where(r.council_id == actor.council_id, r.indicator_id == looked.indicator_id)
    return _narrow(query, TrailKind.RULE, r.recorded_at, r.id)


def _assessments(actor: Actor, looked: Looked) -> Rows:
    a = DataQualityAssessment
    query = visible_assessments(actor).where(a.indicator_id == looked.indicator_id)
    return _narrow(query, TrailKind.ASSESSMENT, a.assessed_at, a.id)


def _set_up(actor: Actor, looked: Looked) -> Rows | None:
    """How the indicator was set up and what of it was set: out of the audit log, so for its readers and keepers."""
    if not (actor.holds(Permission.READ_AUDIT) or actor.holds(Permission.EDIT_INDICATOR)):
        return None
    e = AuditEvent
    query = select(e).where(
        e.council_id == actor.council_id, e.kind == "indicator", e.subject_id == looked.indicator_id
    )
    return _narrow(query, TrailKind.SET_UP, e.recorded_at, e.id)


ROWS: Final[dict[TrailKind, Callable[[Actor, Looked], Rows | None]]] = {
    TrailKind.FIGURE: _figures,
    TrailKind.RESTATEMENT: _restatements,
    TrailKind.JUDGEMENT: _judgements,
    TrailKind.SUBMISSION: _submissions,
    TrailKind.QUERY: _queries,
    TrailKind.EDITION: _editions,
    TrailKind.ISSUE: _issues,
    TrailKind.DECISION: _decisions,
    TrailKind.TARGET: _targets,
    TrailKind.DEFINITION: _definitions,
    TrailKind.RULE: _rules,
    TrailKind.ASSESSMENT: _assessments,
    TrailKind.SET_UP: _set_up,
}


def _rows(actor: Actor, looked: Looked, kinds: list[TrailKind]) -> Iterator[Rows]:
    for kind in kinds:
        rows = ROWS[kind](actor, looked)
        if rows is not None:
            yield _until(rows, looked)
        elif len(kinds) == 1:
            # Nothing of this kind is theirs to see.
            yield _until(_narrow(select(Series).where(Series.id < 0), kind, AuditEvent.recorded_at, Series.id), looked)


def _until(rows: Rows, looked: Looked) -> Rows:
    at: Any = rows.selected_columns[1]
    return rows if looked.until is None else rows.where(at.element <= looked.until)


def _narrow(query: Select[Any], kind: TrailKind, at: Any, row_id: Any) -> Rows:
    return query.with_only_columns(literal(kind.value).label("kind"), at.label("at"), row_id.label("id"))


def _events(actor: Actor, kind: TrailKind, subject: str, actions: tuple[str, ...], ids: Select[int]) -> Rows:
    e = AuditEvent
    query = select(e).where(
        e.council_id == actor.council_id, e.kind == subject, e.action.in_(actions), e.subject_id.in_(ids)
    )
    return _narrow(query, kind, e.recorded_at, e.id)


def _series(actor: Actor, looked: Looked) -> Select[int]:
    return visible_series(actor).where(Series.indicator_id == looked.indicator_id).with_only_columns(Series.id)


def _of(period_code: Any, looked: Looked) -> ColumnElement[bool]:
    return true() if looked.period is None else period_code == looked.period
