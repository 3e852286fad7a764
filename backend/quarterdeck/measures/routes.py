"""Indicators with their definitions, rating rules, targets and series; figures, their revisions and summaries."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import (
    Id,
    IfMatch,
    Output,
    Page,
    PagingDep,
    Route,
    Word,
    page,
    set_etag,
)
from quarterdeck.core.ready import UNCHANGED, ready
from quarterdeck.measures import (
    definitions,
    drill_down,
    indicators,
    overrides,
    reads,
    rules,
    summaries,
    target_batches,
    targets,
)
from quarterdeck.measures.drill_down import ObservationRead
from quarterdeck.measures.figure_schemas import FigureRead, RevisionRead, SeriesRead, SummaryByRead, series_read
from quarterdeck.measures.figures import page_of_figures
from quarterdeck.measures.filters import FiltersDep, IndicatorFiltersDep, PeriodQuery, UnitQuery
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRule,
    Series,
    Target,
    TargetState,
)
from quarterdeck.measures.pinned import pinning_editions
from quarterdeck.measures.rule_trials import RuleTried
from quarterdeck.measures.schemas import (
    AliasCreate,
    AliasRead,
    DefinitionAmend,
    DefinitionVersion,
    IndicatorCreate,
    IndicatorDetail,
    IndicatorRead,
    IndicatorUpdate,
    OverrideCreate,
    RuleCreate,
    RuleRead,
    SeriesCreate,
    TargetCreate,
    TargetDecision,
    TargetProposed,
    TargetRead,
    TargetsDecided,
    TargetsDecision,
    TargetTried,
)
from quarterdeck.measures.then import (
    indicator_then,
    target_read_then,
    target_reads_then,
    target_then,
    targets_then,
    versions_then,
)
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
Keeper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]
Proposer = Annotated[Actor, needs(Permission.PROPOSE_TARGET)]
Decider = Annotated[Actor, needs(Permission.DECIDE_TARGET)]
DryRun = Annotated[bool, Query(description="Check and answer as if it were done, and write nothing.")]
ADDS = problems(403, 404)
CHANGES = problems(403, 404, 409, 412, 428)


def tried(model: type[Output]) -> dict[int | str, dict[str, Any]]:
    """What a route declares of its dry run."""
    return {200: {"model": model, "description": "What would come of it. Nothing was written."}}


def answer(model: Output) -> Response:
    """A dry run's answer, beside the route's own."""
    return Response(model.model_dump_json(by_alias=True), media_type="application/json")


@router.get("/indicators")
def list_indicators(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    wanted: IndicatorFiltersDep,
) -> Page[IndicatorRead]:
    """Indicators by ref. `unit`, `plan`, `theme` and `portfolio` (as linked today) are codes."""
    query = indicators.list_indicators(actor, **wanted)
    rows, cursor = page(session, query, (Indicator.ref, Indicator.id), paging)
    units = {row[1].id: row[1] for row in rows}
    return Page(items=indicators.indicator_reads(session, [row[0] for row in rows], units), next_cursor=cursor)


@router.post("/indicators", status_code=201, responses=problems(403, 409))
def create_indicator(body: IndicatorCreate, actor: Keeper, session: SessionDep, response: Response) -> IndicatorDetail:
    """Make an indicator with its first definition and rating rule."""
    indicator = indicators.create_indicator(session, actor, body)
    set_etag(response, indicator.version)
    return indicators.indicator_detail(session, indicator)


@router.get("/indicators/{indicator_id}", responses=problems(404))
def read_indicator(
    indicator_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep, response: Response
) -> IndicatorDetail:
    """One indicator with its definition and rating rule in force today, or then."""
    indicator = indicators.find_indicator(session, actor, indicator_id)
    set_etag(response, indicator.version)
    return indicator_then(session, indicator, viewpoint)


@router.patch("/indicators/{indicator_id}", responses=CHANGES)
def update_indicator(
    indicator_id: Id, body: IndicatorUpdate, version: IfMatch, actor: Keeper, session: SessionDep, response: Response
) -> IndicatorDetail:
    """Change an indicator. A name that it loses stays as an alias."""
    indicator = indicators.update_indicator(session, actor, indicator_id, body, version)
    set_etag(response, indicator.version)
    return indicators.indicator_detail(session, indicator)


@router.post("/indicators/{indicator_id}/aliases", status_code=201, responses=problems(403, 404, 409))
def add_indicator_alias(indicator_id: Id, body: AliasCreate, actor: Keeper, session: SessionDep) -> AliasRead:
    """Let an indicator go by another ref and name, as an older paper printed it."""
    return AliasRead.model_validate(indicators.add_alias(session, actor, indicator_id, body))


@router.get("/indicators/{indicator_id}/definitions", responses=problems(404))
def list_definitions(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, viewpoint: ViewpointDep
) -> Page[DefinitionVersion]:
    """Every version of what an indicator means, with who agreed to it, newest first; or those known then."""
    query = versions_then(definitions.list_definitions(session, actor, indicator_id), IndicatorDefinition, viewpoint)
    rows, cursor = page(session, query, (IndicatorDefinition.number.desc(),), paging, entities=True)
    return Page(items=definitions.definition_versions(session, actor, indicator_id, rows), next_cursor=cursor)


@router.post("/indicators/{indicator_id}/definitions", status_code=201, responses=ADDS)
def add_definition(indicator_id: Id, body: DefinitionAmend, actor: Keeper, session: SessionDep) -> DefinitionVersion:
    """Record what an indicator means from a period on: why, who agreed, and whether the series breaks.

    Its figures are rated again; across a break nothing is compared.
    """
    definition = definitions.amend_definition(session, actor, indicator_id, body)
    return definitions.definition_versions(session, actor, indicator_id, [definition])[0]


@router.get("/indicators/{indicator_id}/rating-rules", responses=problems(404))
def list_rating_rules(
    indicator_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, viewpoint: ViewpointDep
) -> Page[RuleRead]:
    """Every version of how an indicator is rated, newest first; or those known then."""
    query = versions_then(rules.list_rules(session, actor, indicator_id), RatingRule, viewpoint)
    rows, cursor = page(session, query, (RatingRule.number.desc(),), paging, entities=True)
    return Page(items=[RuleRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post(
    "/indicators/{indicator_id}/rating-rules",
    status_code=201,
    response_model=RuleRead,
    responses=ADDS | tried(RuleTried),
)
def add_rating_rule(
    indicator_id: Id, body: RuleCreate, actor: Keeper, session: SessionDep, dry_run: DryRun = False
) -> RuleRead | Response:
    """Record how an indicator is rated from a day on, with the reason; its figures are rated again.

    `dry_run` tries it on the figures there are: what it would have changed, and nothing written.
    """
    if dry_run:
        return answer(rules.try_rule(session, actor, indicator_id, body))
    return RuleRead.model_validate(rules.add_rule(session, actor, indicator_id, body))


@router.get("/indicators/{indicator_id}/series", responses=problems(404) | UNCHANGED)
@ready
def list_series(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    viewpoint: ViewpointDep,
    unit: UnitQuery = None,
) -> Page[SeriesRead]:
    """An indicator's series, each with its figures, oldest first."""
    indicators.find_indicator(session, actor, indicator_id)
    query = reads.list_series(actor, indicator_id, unit=unit)
    rows, cursor = page(session, query, (Series.unit_id, Series.breakdown, Series.id), paging)
    points = reads.points_of(session, actor, viewpoint, indicator_id, [row.id for row in rows])
    return Page(items=[series_read(row[:6], points[row.id]) for row in rows], next_cursor=cursor)


@router.post("/indicators/{indicator_id}/series", status_code=201, responses=problems(403, 404, 409))
def add_series(indicator_id: Id, body: SeriesCreate, actor: Keeper, session: SessionDep) -> SeriesRead:
    """Collect an indicator in another unit, or by one item of one dimension."""
    made, unit = indicators.add_series(session, actor, indicator_id, body)
    return series_read((made.id, made.indicator_id, made.unit_id, made.breakdown, unit.code, unit.name), [])


@router.get("/indicators/{indicator_id}/targets", responses=problems(404))
def list_indicator_targets(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    viewpoint: ViewpointDep,
    unit: UnitQuery = None,
    period: PeriodQuery = None,
    state: TargetState | None = None,
) -> Page[TargetRead]:
    """An indicator's targets, newest first: approved ones (by then), and of now to those concerned what is proposed."""
    indicators.find_indicator(session, actor, indicator_id)
    query = targets.list_targets(actor, indicator_id=indicator_id, unit=unit, period=period, state=state)
    rows, cursor = page(session, targets_then(query, viewpoint), (Target.id.desc(),), paging)
    return Page(items=target_reads_then(actor, rows, viewpoint), next_cursor=cursor)


@router.post(
    "/indicators/{indicator_id}/targets",
    status_code=201,
    response_model=TargetProposed,
    responses=ADDS | tried(TargetTried),
)
def propose_target(
    indicator_id: Id,
    body: TargetCreate,
    actor: Proposer,
    session: SessionDep,
    response: Response,
    dry_run: DryRun = False,
) -> TargetProposed | Response:
    """Propose a target for a period. It rates nothing until it is approved.

    What the checks warn of needs an explanation. `dry_run` tries it: what they find, and nothing written.
    """
    if dry_run:
        return answer(targets.try_target(session, actor, indicator_id, body))
    placed = targets.propose_target(session, actor, indicator_id, body)
    set_etag(response, placed.version)
    return targets.target_proposed(placed, actor)


@router.get("/targets", responses=problems(404))
def list_targets(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    viewpoint: ViewpointDep,
    ref: Annotated[Word | None, Query(description="An indicator's ref.")] = None,
    unit: UnitQuery = None,
    period: PeriodQuery = None,
    state: TargetState | None = None,
) -> Page[TargetRead]:
    """Targets, newest first: approved ones (by then), and of now to those concerned what is proposed."""
    query = targets.list_targets(actor, ref=ref, unit=unit, period=period, state=state)
    rows, cursor = page(session, targets_then(query, viewpoint), (Target.id.desc(),), paging)
    return Page(items=target_reads_then(actor, rows, viewpoint), next_cursor=cursor)


@router.post("/target-decisions", responses=problems(403, 409))
def decide_targets(body: TargetsDecision, actor: Decider, session: SessionDep) -> TargetsDecided:
    """Approve or decline several proposed targets: all of them, or none."""
    placed = target_batches.decide_many(session, actor, body)
    return TargetsDecided(targets=[targets.target_read(each, actor) for each in placed])


@router.get("/targets/{target_id}", responses=problems(404))
def read_target(
    target_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep, response: Response
) -> TargetRead:
    """One target; of the past, if it was approved by then."""
    placed = target_then(session, actor, target_id, viewpoint)
    set_etag(response, placed.version)
    return target_read_then(placed, actor, viewpoint)


@router.post("/targets/{target_id}/decisions", responses=CHANGES)
def decide_target(
    target_id: Id, body: TargetDecision, version: IfMatch, actor: Decider, session: SessionDep, response: Response
) -> TargetRead:
    """Approve or decline a proposed target; approving rates the period's figure again."""
    placed = targets.decide_target(session, actor, target_id, body, version)
    set_etag(response, placed.version)
    return targets.target_read(placed, actor)


@router.get("/observations", response_model=Page[FigureRead], responses=problems(404) | UNCHANGED)
@ready
def list_observations(
    actor: SignedIn, session: SessionDep, paging: PagingDep, viewpoint: ViewpointDep, filters: FiltersDep
) -> Response:
    """Figures as they stand, or stood: by indicator, each series from its newest period back."""
    rows, cursor = page_of_figures(session, actor, viewpoint, filters, paging)
    figures = reads.figures_of(session, actor, viewpoint, rows)
    # The most read list of all: its bytes are made once, and not validated again on the way out.
    content = orjson.dumps({"items": figures, "next_cursor": cursor}, option=orjson.OPT_UTC_Z)
    return Response(content, media_type="application/json")


@router.get("/observations/summary", responses=problems(404) | UNCHANGED)
@ready
def summarise_observations(
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    filters: FiltersDep,
    period: Annotated[Word, Query(description="A period's code, for example 2023-24-Q1.")],
    by: summaries.By = summaries.By.THEME,
) -> SummaryByRead:
    """What stands for a period counted, whole and by theme, unit or portfolio, as the dashboard and documents count it.

    Of each series the newest figure that ends in the period; of an edition what it reports a period late, too.
    Breakdowns are left out unless asked for.
    """
    wanted = summaries.wholes_unless_asked(filters)
    whole, parts = summaries.summarise_figures(session, actor, viewpoint, wanted, by)
    return SummaryByRead.of(period, by, whole, parts)


@router.get("/observations/{observation_id}", responses=problems(404) | UNCHANGED)
@ready
def read_observation(
    observation_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep
) -> ObservationRead:
    """One revision of a figure, with how often it was revised, its evidence, and the versions that rated it."""
    return drill_down.read_one(session, actor, observation_id, viewpoint)


@router.post("/observations/{observation_id}/rating-overrides", status_code=201, responses=problems(403, 404, 409))
def override_rating(observation_id: Id, body: OverrideCreate, actor: Keeper, session: SessionDep) -> ObservationRead:
    """Rate a figure by judgement, with the reason, or withdraw the judgement that stands (`rating` null).

    409 `decided` once members have decided on the figure: then a restatement corrects it.
    """
    overrides.override_rating(session, actor, observation_id, body)
    return drill_down.read_one(session, actor, observation_id)


@router.get("/observations/{observation_id}/revisions", responses=problems(404) | UNCHANGED)
@ready
def list_revisions(
    observation_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, viewpoint: ViewpointDep
) -> Page[RevisionRead]:
    """Every revision of an observation's figure that you may see, newest first."""
    query = reads.list_revisions(session, actor, observation_id, viewpoint)
    rows, cursor = page(session, query, (Observation.revision.desc(), Observation.id), paging)
    pinned = pinning_editions(session, actor, viewpoint, [row[0] for row in rows])
    return Page(items=[RevisionRead.of(row, pinned[row[0].id]) for row in rows], next_cursor=cursor)
