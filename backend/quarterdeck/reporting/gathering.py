"""Everything that an edition copies in, as it stands when the edition is sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.continuing import continuations
from quarterdeck.collection.due import in_natural_order
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.rounds import due_cells
from quarterdeck.core import clock
from quarterdeck.core.actor import Scope
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.models import Cycle, FrameworkVersion
from quarterdeck.framework.service import rating_legend
from quarterdeck.measures.projection import Cell
from quarterdeck.organisation.models import Council, Portfolio, Post, RoleGrant, Unit
from quarterdeck.organisation.roles import Role
from quarterdeck.planning.activities import portfolios_on
from quarterdeck.planning.milestones import is_overdue, milestones_of
from quarterdeck.planning.models import Activity, ActivityUpdate, Milestone, Priority, Theme
from quarterdeck.planning.updates import newest_updates
from quarterdeck.reporting import since
from quarterdeck.reporting.annual import annual_part, ends_a_year
from quarterdeck.reporting.asked import actions
from quarterdeck.reporting.breaks import with_breaks
from quarterdeck.reporting.content import (
    ActivityContent,
    ContinuedPeriod,
    CouncilFacts,
    EditionContent,
    FrameworkFacts,
    LegendEntry,
    MilestoneContent,
    MissingContent,
    OffSystemContent,
    PeriodFacts,
    PortfolioFacts,
)
from quarterdeck.reporting.counting import NOT_REPORTED, summarise
from quarterdeck.reporting.figures import Measured, Pinned, in_report, measured, period_of, pinned_figures
from quarterdeck.reporting.year_gathering import proposed_in, with_proposals

OFF_TARGET, NEAR_TARGET = "red", "amber"
CONFIRMED_OFF_SYSTEM = "submission.confirm_off_system"


@dataclass(frozen=True)
class Gathered:
    """An edition's content and the figures that it pins."""

    content: EditionContent
    figures: list[Pinned]


def gather(session: Session, round_: Round, unreported_because: str) -> Gathered:
    """Everything an edition of the round holds if it is sealed now.

    unreported_because: why what is due and not reported is left out, as the report says it.
    """
    today, council_id, annual = clock.today(), round_.council_id, round_.cycle == Cycle.ANNUAL
    cells = due_cells(session, round_)
    last, before = since.last_had(session, round_), since.compared_with(session, round_)
    # What was restated, and what was done about it, is told in the quarter's reports.
    restated = [] if annual else since.restatements(session, council_id, last.change_no if last else 0)
    proposed = proposed_in(session, round_) if annual else []
    series_ids = {series_id for series_id, _ in cells} | {row.Restatement.series_id for row in restated}
    series_ids |= {each.entry.series_id for each in proposed if each.entry.series_id is not None}
    of_series = measured(session, council_id, series_ids, today)
    figures = pinned_figures(session, council_id, cells, of_series)
    contents = [each.content for each in figures]
    missing = _missing(cells, figures, of_series, unreported_because)
    activities = _activities(session, round_, today)
    linked = [each.portfolios for group in (contents, missing, activities) for each in group]
    linked += [of_series[each.entry.series_id].portfolios for each in proposed if each.entry.series_id is not None]
    codes = {code for each in linked for code in each}
    period = period_of(round_.period_code)
    content = EditionContent(
        council=_council(session, council_id),
        period=PeriodFacts(code=period.code, label=period.short_label, start_on=period.start, end_on=period.end),
        continues=_continued(session, round_),
        framework=_framework(session.get_one(FrameworkVersion, round_.framework_version_id)),
        portfolios=_portfolios(session, council_id, codes, today),
        summary=summarise(period, contents, missing, activities),
        figures=contents,
        activities=activities,
        missing=missing,
        last_report=since.last_report(before),
        corrections=[since.correction(row, of_series[row.Restatement.series_id]) for row in restated],
        definitions=since.definition_changes(session, figures, of_series, before),
        targets=since.target_changes(session, council_id, figures, of_series, before),
        off_system=_off_system(session, round_),
        actions=[] if annual else actions(session, council_id, last.sealed_at if last else None),
        not_comparable=[],
        annual=None
        if annual
        else annual_part(
            session,
            council_id,
            period,
            lambda ids: measured(session, council_id, ids, today),
            since.restatements(session, council_id, 0) if ends_a_year(period) else [],
        ),
    )
    if annual:
        content = with_proposals(session, round_, content, proposed, of_series, unreported_because)
    return Gathered(with_breaks(session, content), figures)


def _council(session: Session, council_id: int) -> CouncilFacts:
    council = session.get_one(Council, council_id)
    return CouncilFacts(code=council.code, name=council.name, gss_code=council.gss_code)


def _continued(session: Session, round_: Round) -> list[ContinuedPeriod]:
    """The quarters that the round reports beside its own, oldest first."""
    rows = continuations(session, [round_.council_id]).continued_in(round_.id)
    found = {each.id: each for each in session.scalars(select(Round).where(Round.id.in_([row.id for row in rows])))}
    return [
        ContinuedPeriod(
            code=period.code,
            label=period.short_label,
            start_on=period.start,
            end_on=period.end,
            how=found[row.id].cancelled_as or "",
            reason=found[row.id].cancelled_reason or "",
        )
        for row in rows
        for period in (period_of(row.period_code),)
    ]


def _framework(framework: FrameworkVersion) -> FrameworkFacts:
    legend = [LegendEntry.model_validate(each) for each in rating_legend(framework)]
    # What the framework wants a commentary on is what it wants told; what is off target is told in any case.
    told = {OFF_TARGET, *framework.calendar.get("commentary_for", ())}
    exceptions = [each for each in (OFF_TARGET, NEAR_TARGET) if each in told]
    return FrameworkFacts(name=framework.name, number=framework.number, legend=legend, exceptions=exceptions)


def _portfolios(session: Session, council_id: int, codes: Collection[str], day: date) -> list[PortfolioFacts]:
    """The portfolios with the post that holds each; where a person was granted it without a post, its plain title."""
    holders = session.execute(
        select(RoleGrant.scope_id, Post.title)
        .join(Post, Post.id == RoleGrant.post_id)
        .where(
            RoleGrant.council_id == council_id,
            RoleGrant.role == Role.PORTFOLIO_HOLDER,
            RoleGrant.scope == Scope.PORTFOLIO,
            RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .order_by(RoleGrant.valid_from, RoleGrant.id)
    )
    posts = {row.scope_id: row.title for row in holders}
    rows = session.scalars(
        select(Portfolio)
        .where(Portfolio.council_id == council_id, Portfolio.code.in_(sorted(codes)))
        .order_by(Portfolio.name, Portfolio.id)
    )
    return [
        PortfolioFacts(code=row.code, name=row.name, holder=posts.get(row.id, f"Portfolio Holder for {row.name}"))
        for row in rows
    ]


def _missing(
    cells: Iterable[Cell], figures: Sequence[Pinned], of_series: Mapping[int, Measured], unreported_because: str
) -> list[MissingContent]:
    """Due cells without a number, in the order of the report: what was reported instead and why, or nothing."""
    on_record = {(each.content.series_id, each.content.period_code): each.content for each in figures}
    ordered = sorted(cells, key=lambda cell: in_report(cell, of_series))
    found = []
    for series_id, period_code in ordered:
        figure, series = on_record.get((series_id, period_code)), of_series[series_id]
        if figure is not None and figure.value is not None:
            continue
        explained = [figure.commentary, *figure.explanations.values()] if figure else [unreported_because]
        found.append(
            MissingContent(
                series_id=series_id,
                period_code=period_code,
                period_label=period_of(period_code).short_label,
                ref=series.ref,
                name=series.name,
                kind=series.kind,
                breakdown=series.breakdown,
                measured_in=series.measured_in,
                unit=series.unit,
                value_state=figure.value_state if figure else NOT_REPORTED,
                reason="\n\n".join(each for each in explained if each.strip()),
                portfolios=series.portfolios,
            )
        )
    return found


def _activities(session: Session, round_: Round, day: date) -> list[ActivityContent]:
    """The activities that the round asked for, with what was reported on each for its period."""
    asked = (
        select(Entry.activity_id)
        .join(Submission, Submission.id == Entry.submission_id)
        .where(Submission.round_id == round_.id, Entry.activity_id.is_not(None))
    )
    rows = session.execute(
        select(Activity, Priority, Theme, Unit.name.label("unit"), Post.title.label("lead"))
        .join(Priority, Priority.id == Activity.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Unit, Unit.id == Activity.unit_id)
        .outerjoin(Post, Post.id == Activity.lead_post_id)
        .where(Activity.id.in_(asked))
    ).all()
    ids = [row.Activity.id for row in rows]
    updates, steps = newest_updates(session, round_.council_id, round_.period_code), milestones_of(session, ids)
    linked = portfolios_on(session, ids, day)
    codes = {
        row.id: row.code
        for row in session.execute(
            select(Portfolio.id, Portfolio.code).where(Portfolio.council_id == round_.council_id)
        )
    }
    return [
        _activity(
            row,
            updates.get(row.Activity.id),
            [_milestone(each, day) for each in steps.get(row.Activity.id, ())],
            sorted(codes[each] for each in linked[row.Activity.id]),
        )
        for row in sorted(rows, key=_place_of_activity)
    ]


def _place_of_activity(row: Any) -> tuple[Any, ...]:
    theme, priority = (row.Theme.position, row.Theme.id), (row.Priority.position, row.Priority.id)
    return (*theme, *priority, in_natural_order(row.Activity.ref), row.Activity.id)


def _activity(
    row: Any, update: ActivityUpdate | None, milestones: list[MilestoneContent], portfolios: list[str]
) -> ActivityContent:
    activity = row.Activity
    return ActivityContent(
        activity_id=activity.id,
        ref=activity.ref,
        title=activity.title,
        theme=row.Theme.name,
        priority=row.Priority.name,
        unit=row.unit,
        status=update.status if update else activity.status,
        percent_complete=update.percent_complete if update else activity.percent_complete,
        reported=update is not None,
        update=update.update if update else "",
        cause=update.cause if update else "",
        path_to_green=update.path_to_green if update else "",
        due_on=activity.due_on,
        milestones=milestones,
        lead_post=row.lead,
        portfolios=portfolios,
    )


def _milestone(milestone: Milestone, day: date) -> MilestoneContent:
    return MilestoneContent(
        title=milestone.title,
        due_on=milestone.due_on,
        done_on=milestone.done_on,
        overdue=is_overdue(milestone, day),
    )


def _off_system(session: Session, round_: Round) -> list[OffSystemContent]:
    """The services that were confirmed outside the system: by a post, and how that came about as it was recorded."""
    rows = session.execute(
        select(Submission.id, Submission.confirmed_at, Unit.name.label("unit"), Post.title)
        .join(Unit, Unit.id == Submission.unit_id)
        .join(Post, Post.id == Submission.confirmed_by_post_id)
        .where(Submission.round_id == round_.id)
        .order_by(Unit.name, Submission.id)
    ).all()
    said = session.execute(
        select(AuditEvent.subject_id, AuditEvent.comment)
        .where(
            AuditEvent.council_id == round_.council_id,
            AuditEvent.kind == "submission",
            AuditEvent.action == CONFIRMED_OFF_SYSTEM,
            AuditEvent.subject_id.in_([row.id for row in rows]),
        )
        .order_by(AuditEvent.position)
    )
    reasons = {row.subject_id: row.comment for row in said}
    return [
        OffSystemContent(
            unit=row.unit,
            post=row.title,
            confirmed_on=clock.london(row.confirmed_at).date(),
            reason=reasons.get(row.id) or "",
        )
        for row in rows
    ]
