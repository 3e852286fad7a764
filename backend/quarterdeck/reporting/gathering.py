"""Everything that an edition copies in, as it stands when the edition is sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from quarterdeck.actions.models import Action
from quarterdeck.actions.reads import first_dues, newest_notes, whom_in_papers
from quarterdeck.actions.service import is_overdue
from quarterdeck.collection.due import in_natural_order
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.rounds import due_cells
from quarterdeck.core import clock
from quarterdeck.core.actor import Scope
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import rating_legend
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.measures.models import IndicatorDefinition, Observation, Origin, RatingRow
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.organisation.models import Council, Portfolio, Post, RoleGrant, Unit
from quarterdeck.organisation.roles import Role
from quarterdeck.planning.activities import portfolios_on
from quarterdeck.planning.models import Activity, ActivityUpdate, Priority, Theme
from quarterdeck.planning.updates import newest_updates
from quarterdeck.reporting.content import (
    ActionContent,
    ActivityContent,
    CorrectionContent,
    CouncilFacts,
    EditionContent,
    FrameworkFacts,
    LegendEntry,
    MissingContent,
    PeriodFacts,
    PortfolioFacts,
)
from quarterdeck.reporting.counting import NOT_REPORTED, summarise
from quarterdeck.reporting.figures import Measured, Pinned, in_report, measured, number, period_of, pinned_figures


@dataclass(frozen=True)
class Gathered:
    """An edition's content and the figures that it pins."""

    content: EditionContent
    figures: list[Pinned]


def gather(session: Session, round_: Round, unreported_because: str) -> Gathered:
    """Everything an edition of the round holds if it is sealed now.

    unreported_because: why what is due and not reported is left out, as the report says it.
    """
    today, council_id = clock.today(), round_.council_id
    cells = due_cells(session, round_)
    since = _last_report(session, round_)
    restated = _restatements(session, council_id, since.change_no if since else 0)
    series_ids = {series_id for series_id, _ in cells} | {row.Restatement.series_id for row in restated}
    of_series = measured(session, council_id, series_ids, today)
    figures = pinned_figures(session, council_id, cells, of_series)
    contents = [each.content for each in figures]
    missing = _missing(cells, figures, of_series, unreported_because)
    activities = _activities(session, round_, today)
    linked = [each.portfolios for group in (contents, missing, activities) for each in group]
    codes = {code for each in linked for code in each}
    period = period_of(round_.period_code)
    content = EditionContent(
        council=_council(session, council_id),
        period=PeriodFacts(code=period.code, label=period.short_label, start_on=period.start, end_on=period.end),
        framework=_framework(session.get_one(FrameworkVersion, round_.framework_version_id)),
        portfolios=_portfolios(session, council_id, codes, today),
        summary=summarise(period, contents, missing, activities),
        figures=contents,
        activities=activities,
        missing=missing,
        corrections=[_correction(row, of_series[row.Restatement.series_id]) for row in restated],
        actions=_actions(session, council_id, since.sealed_at if since else None),
    )
    return Gathered(content, figures)


def _council(session: Session, council_id: int) -> CouncilFacts:
    council = session.get_one(Council, council_id)
    return CouncilFacts(code=council.code, name=council.name, gss_code=council.gss_code)


def _framework(framework: FrameworkVersion) -> FrameworkFacts:
    legend = [LegendEntry.model_validate(each) for each in rating_legend(framework)]
    return FrameworkFacts(name=framework.name, number=framework.number, legend=legend)


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
    updates = newest_updates(session, round_.council_id, round_.period_code)
    linked = portfolios_on(session, [row.Activity.id for row in rows], day)
    codes = {
        row.id: row.code
        for row in session.execute(
            select(Portfolio.id, Portfolio.code).where(Portfolio.council_id == round_.council_id)
        )
    }
    return [
        _activity(row, updates.get(row.Activity.id), sorted(codes[each] for each in linked[row.Activity.id]))
        for row in sorted(rows, key=_place_of_activity)
    ]


def _place_of_activity(row: Any) -> tuple[Any, ...]:
    theme, priority = (row.Theme.position, row.Theme.id), (row.Priority.position, row.Priority.id)
    return (*theme, *priority, in_natural_order(row.Activity.ref), row.Activity.id)


def _activity(row: Any, update: ActivityUpdate | None, portfolios: list[str]) -> ActivityContent:
    activity = row.Activity
    return ActivityContent(
        activity_id=activity.id,
        ref=activity.ref,
        title=activity.title,
        theme=row.Theme.name,
        priority=row.Priority.name,
        unit=row.unit,
        status=update.status if update else activity.status,
        reported=update is not None,
        update=update.update if update else "",
        cause=update.cause if update else "",
        path_to_green=update.path_to_green if update else "",
        due_on=activity.due_on,
        lead_post=row.lead,
        portfolios=portfolios,
    )


def _last_report(session: Session, round_: Round) -> PackEdition | None:
    """The edition that members last had before this round: corrections and closed actions are told since then."""
    members_had = select(EditionIssue.edition_id).where(
        EditionIssue.council_id == round_.council_id, EditionIssue.locks
    )
    return session.scalars(
        select(PackEdition)
        .where(
            PackEdition.council_id == round_.council_id,
            PackEdition.round_id != round_.id,
            PackEdition.id.in_(members_had),
        )
        .order_by(PackEdition.change_no.desc(), PackEdition.id.desc())
        .limit(1)
    ).one_or_none()


def _restatements(session: Session, council_id: int, since: int) -> list[Any]:
    """Accepted restatements after a change: each with its revision, the one before, and how to print them."""
    now, before = aliased(Observation), aliased(Observation)
    of_cell = and_(before.series_id == now.series_id, before.period_code == now.period_code)
    rows = session.execute(
        select(
            Restatement,
            IndicatorDefinition,
            now.value_state.label("now_state"),
            now.value.label("now"),
            before.value_state.label("was_state"),
            before.value.label("was"),
        )
        .join(now, and_(now.origin == Origin.RESTATEMENT, now.origin_id == Restatement.id))
        .join(before, and_(of_cell, before.revision == now.revision - 1))
        .join(RatingRow, RatingRow.observation_id == now.id)
        .join(IndicatorDefinition, IndicatorDefinition.id == RatingRow.definition_id)
        .where(
            Restatement.council_id == council_id,
            Restatement.state == RestatementState.ACCEPTED,
            now.council_id == council_id,
            now.change_no > since,
        )
        .order_by(now.change_no, now.id, RatingRow.change_no, RatingRow.id)
    )
    # A revision is rated again when its target changes: the newest rating's definition is the one to print by.
    return list({row.Restatement.id: row for row in rows}.values())


def _correction(row: Any, series: Measured) -> CorrectionContent:
    restatement, definition = row.Restatement, row.IndicatorDefinition
    return CorrectionContent(
        restatement_id=restatement.id,
        series_id=restatement.series_id,
        ref=series.ref,
        name=series.name,
        period_code=restatement.period_code,
        period_label=Period.of_code(restatement.period_code).short_label,
        unit_of_measure=definition.unit_of_measure,
        decimals=definition.decimals,
        was_state=row.was_state,
        was=number(row.was),
        now_state=row.now_state,
        now=number(row.now),
        reason=restatement.reason,
        accepted_on=restatement.decided_on,
        portfolios=series.portfolios,
    )


def _actions(session: Session, council_id: int, since: datetime | None) -> list[ActionContent]:
    """What is not closed, and what was closed since the last report; the first due first.

    Of what is still open the newest note says how far it has come.
    """
    not_closed = Action.closed_at.is_(None)
    wanted = not_closed if since is None else or_(not_closed, Action.closed_at > since)
    rows = session.scalars(
        select(Action).where(Action.council_id == council_id, wanted).order_by(Action.due_on, Action.id)
    ).all()
    ids = [row.id for row in rows]
    whom = whom_in_papers(session, rows, clock.today())
    first, notes = first_dues(session, council_id, ids), newest_notes(session, council_id, ids)
    return [
        ActionContent(
            ref=row.ref,
            what=row.what,
            whom=whom[row.id],
            due_on=row.due_on,
            due_precision=row.due_precision,
            first_due_on=first[row.id][0].on if row.id in first else row.due_on,
            first_due_precision=first[row.id][0].precision if row.id in first else row.due_precision,
            due_changes=first[row.id][1] if row.id in first else 0,
            overdue=is_overdue(row),
            state=row.state,
            outcome=row.outcome or notes.get(row.id, ""),
        )
        for row in rows
    ]
