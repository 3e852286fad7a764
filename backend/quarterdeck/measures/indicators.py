"""Indicators: who sees them, how one is made with its first definition and rule, and what changes about it later."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.matching import holds_words, words_of
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.measures import links, ratings, versions
from quarterdeck.measures.check_schemas import FindingRead
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.findings import Finding, Severity
from quarterdeck.measures.indicator_checks import IndicatorInput, check_indicator
from quarterdeck.measures.models import (
    Frequency,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    IndicatorKind,
    IndicatorPortfolio,
    IndicatorPriority,
    Series,
)
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.schemas import (
    AliasCreate,
    AliasRead,
    DefinitionCreate,
    DefinitionRead,
    IndicatorCreate,
    IndicatorDetail,
    IndicatorRead,
    IndicatorUpdate,
    RuleRead,
    SeriesCreate,
)
from quarterdeck.measures.series import ensure_series, visible_series, within
from quarterdeck.organisation.models import Portfolio, Post, Unit, unit_place
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Plan, Priority, Theme
from quarterdeck.planning.outline import visible_priorities
from quarterdeck.planning.service import journalled, units_with_code

APART = frozenset({"priority_ids", "portfolio_ids", "activity_ids", "unit", "unit_name", "definition"})
"""What an answer says of an indicator beside its own columns."""


def visible_indicators(actor: Actor) -> Select[Indicator]:
    """Every indicator of the actor's council: everyone signed in may read what is measured.

    A token that is limited to units sees those that they answer for, or are collected in.
    """
    query = select(Indicator).where(Indicator.council_id == actor.council_id)
    if actor.narrowing is None:
        return query
    collected = visible_series(actor).with_only_columns(Series.indicator_id)
    return query.where(or_(within(actor, Indicator.id, Indicator.unit_id), Indicator.id.in_(collected)))


def list_indicators(
    actor: Actor,
    *,
    ref: str | None = None,
    unit: str | None = None,
    kind: IndicatorKind | None = None,
    frequency: Frequency | None = None,
    plan: str | None = None,
    theme: str | None = None,
    priority_id: int | None = None,
    portfolio: str | None = None,
    provisional: bool | None = None,
    active: bool | None = None,
    words: str | None = None,
) -> Select[Indicator, Unit]:
    """Indicators with their units, by ref, kind and frequency, by the codes of unit, plan, theme and portfolio.

    Links are those of today; `active` are those in force today. words: all of which stand in the ref, the name or an
    alias.
    """
    portfolios = select(Portfolio.id).where(Portfolio.council_id == actor.council_id, Portfolio.code == portfolio)
    of_plan = plan is None and theme is None and priority_id is None
    return (
        visible_indicators(actor)
        .join(Unit, Unit.id == Indicator.unit_id)
        .add_columns(Unit)
        .where(
            true() if ref is None else Indicator.ref == ref,
            true() if unit is None else Indicator.unit_id.in_(units_with_code(actor, unit)),
            true() if kind is None else Indicator.kind == kind,
            true() if frequency is None else Indicator.frequency == frequency,
            true() if of_plan else Indicator.id.in_(_of_plan(actor, plan, theme, priority_id)),
            true() if portfolio is None else Indicator.id.in_(links.in_portfolios(portfolios)),
            true() if provisional is None else Indicator.provisional == provisional,
            true() if active is None else links.measured_on(clock.today()).is_(active),
            true() if words is None else holds_words(words_of(words), Indicator.ref, Indicator.name, also_known_as()),
        )
    )


def also_known_as() -> ColumnElement[str]:
    """The refs and names that an indicator also goes by, in one text; empty for none."""
    a, i = IndicatorAlias, Indicator
    once = func.aggregate_strings(a.ref + " " + a.name, "; ")
    found = select(once).where(a.council_id == i.council_id, a.indicator_id == i.id).correlate(i).scalar_subquery()
    return func.coalesce(found, "")


def find_indicator(session: Session, actor: Actor, indicator_id: int, *, for_update: bool = False) -> Indicator:
    """One indicator. Raises 404."""
    query = visible_indicators(actor).where(Indicator.id == indicator_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("indicator")
    return found


def editable_indicator(session: Session, actor: Actor, indicator_id: int) -> Indicator:
    """An indicator that the actor may change, its council's journal locked. Raises 404, 403."""
    journal.lock(session, actor.council_id)
    indicator = find_indicator(session, actor, indicator_id, for_update=True)
    if not actor.may(Permission.EDIT_INDICATOR, indicator.place()):
        raise forbidden()
    return indicator


def indicator_named(session: Session, council_id: int, ref: str, name: str) -> Indicator | None:
    """The indicator that goes by this ref *and* name, its own or an alias; None where there is none."""
    a = IndicatorAlias
    aliased = select(a.indicator_id).where(a.council_id == council_id, a.ref == ref, a.name == name)
    own = (Indicator.ref == ref) & (Indicator.name == name)
    query = select(Indicator).where(Indicator.council_id == council_id, or_(own, Indicator.id.in_(aliased)))
    return session.scalars(query.order_by(Indicator.id).limit(1)).one_or_none()


def create_indicator(session: Session, actor: Actor, data: IndicatorCreate, *, provisional: bool = False) -> Indicator:
    """Make an indicator with its first definition, its rating rule if it has one, and the series of its unit.

    provisional: made from a printed table, waiting for a person to confirm or merge it. Raises 403, 409
    for a ref in use, and 422 for what it names that is not there, or a rule that is none or does not fit.
    """
    journal.lock(session, actor.council_id)
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    if not actor.may(Permission.EDIT_INDICATOR, unit_place(unit)):
        raise forbidden()
    return make_indicator(session, actor, unit, data, provisional)


def make_indicator(session: Session, actor: Actor, unit: Unit, data: IndicatorCreate, provisional: bool) -> Indicator:
    """Make an indicator of a unit for which the actor may. Raises 409 and 422 as `create_indicator`."""
    _check(session, actor, data.model_dump(exclude={"unit_id"}))
    rule = _first_rule(session, actor, data)
    _refuse_taken(session, actor, data.ref)
    change = journal.change(session, actor.council_id)
    apart = {"priority_ids", "portfolio_ids", "linked_from", "definition", "rating_rule"}
    indicator = Indicator(
        council_id=actor.council_id,
        provisional=provisional,
        ended_because="",
        version=1,
        **data.model_dump(exclude=apart),
    )
    session.add(indicator)
    session.flush()
    versions.append_definition(session, actor, indicator, data.definition, change)
    if rule is not None:
        versions.append_rule(session, actor, indicator, rule, change)
    since = data.linked_from or data.valid_from or clock.today()
    links.link(session, indicator, IndicatorPriority, data.priority_ids, since)
    links.link(session, indicator, IndicatorPortfolio, data.portfolio_ids, since)
    ensure_series(session, actor.council_id, indicator.id, unit.id)
    detail = {"ref": indicator.ref, "unit_id": unit.id, "kind": str(data.kind), "provisional": provisional}
    journal.record(session, actor, Event("indicator.create", "indicator", indicator.id, detail))
    return indicator


def update_indicator(
    session: Session, actor: Actor, indicator_id: int, data: IndicatorUpdate, version: int
) -> Indicator:
    """Change an indicator; the names that it loses stay as an alias. Raises 404, 403, 412, 409, 422.

    422 too where a check that is set to be an error for the indicator finds its name wrong.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    check_version(indicator, version)
    values = data.given()
    relinked: dict[str, Any] = {name: values.pop(name) for name in ("priority_ids", "portfolio_ids") if name in values}
    _check(session, actor, {"valid_from": indicator.valid_from, "valid_to": indicator.valid_to, **values, **relinked})
    if values.get("ref", indicator.ref) != indicator.ref:
        _refuse_taken(session, actor, values["ref"])
    was = AliasCreate.model_construct(ref=indicator.ref, name=indicator.name)
    changed = changes(indicator, values)
    for name, link in (("priority_ids", IndicatorPriority), ("portfolio_ids", IndicatorPortfolio)):
        if name in relinked and links.relink(session, indicator, link, relinked[name]):
            changed[name] = sorted(set(relinked[name]))
    if not changed:
        return indicator
    if {"ref", "name"} & changed.keys():
        _keep_alias(session, indicator, was)
    if "name" in changed:
        refuse_errors(session, indicator, versions.definitions_on(session, [indicator.id], clock.today())[indicator.id])
    indicator.version += 1
    session.flush()
    if "kind" in changed:
        change = journal.change(session, actor.council_id)
        ratings.rerate_indicator(session, actor.council_id, indicator.id, change)
    journal.record(session, actor, Event("indicator.update", "indicator", indicator.id, journalled(changed)))
    return indicator


def add_alias(session: Session, actor: Actor, indicator_id: int, data: AliasCreate) -> IndicatorAlias:
    """Let an indicator go by another ref and name too. Raises 404, 403, and 409 where another goes by them."""
    indicator = editable_indicator(session, actor, indicator_id)
    other = indicator_named(session, actor.council_id, data.ref, data.name)
    if other is not None:
        raise conflict("An indicator goes by this ref and name already.", "taken")
    alias = _keep_alias(session, indicator, data)
    journal.record(session, actor, Event("indicator.alias", "indicator", indicator.id, {"ref": data.ref}))
    return alias


def add_series(session: Session, actor: Actor, indicator_id: int, data: SeriesCreate) -> tuple[Series, Unit]:
    """Collect an indicator in another unit, or by an item of a dimension. Raises 404, 403, 422, 409 if it is."""
    indicator = editable_indicator(session, actor, indicator_id)
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    same: dict[str, Any] = {"indicator_id": indicator.id, "unit_id": unit.id, "breakdown": data.breakdown}
    if session.scalar(select(Series.id).filter_by(council_id=actor.council_id, **same)) is not None:
        raise conflict("This indicator is collected there already.", "taken")
    series = ensure_series(session, actor.council_id, **same)
    journal.record(session, actor, Event("series.add", "series", series.id, same))
    return series, unit


def indicator_place(session: Session, indicator: Indicator) -> Place:
    """Where an indicator belongs: its responsible unit, and its portfolios today."""
    linked = links.links_on(session, [indicator.id], clock.today())[indicator.id]
    return Place(indicator.council_id, unit_id=indicator.unit_id, portfolio_ids=frozenset(linked.portfolio_ids))


def indicator_reads(
    session: Session, rows: Iterable[Indicator], units: Mapping[int, Unit] | None = None
) -> list[IndicatorRead]:
    """Indicators as they are answered: two queries, however many there are; a third for units that are not at hand."""
    return [IndicatorRead.model_validate(values) for values in _reads(session, list(rows), clock.today(), units)]


def indicator_detail(session: Session, indicator: Indicator) -> IndicatorDetail:
    """One indicator as it is answered, with its rule and aliases."""
    today = clock.today()
    rule = versions.in_force(versions.rules_of(session, indicator.id), today)
    aliases = session.scalars(
        select(IndicatorAlias).where(IndicatorAlias.indicator_id == indicator.id).order_by(IndicatorAlias.id)
    )
    return IndicatorDetail.model_validate(
        {
            **_reads(session, [indicator], today)[0],
            "rating_rule": RuleRead.model_validate(rule) if rule else None,
            "aliases": [AliasRead.model_validate(alias) for alias in aliases],
            "findings": finding_reads(session, indicator),
        }
    )


def finding_reads(session: Session, indicator: Indicator) -> list[FindingRead]:
    """What the checks find in an indicator by its definition in force today, as they are set for it."""
    definition = versions.definitions_on(session, [indicator.id], clock.today())[indicator.id]
    return [FindingRead.of(each, {}) for each in _findings(session, indicator, definition)]


def refuse_errors(session: Session, indicator: Indicator, definition: IndicatorDefinition | DefinitionCreate) -> None:
    """Raise 422 where a check that is set to be an error for the indicator finds that it contradicts its name."""
    for each in _findings(session, indicator, definition):
        if each.severity is Severity.ERROR:
            field = "/polarity" if each.code == "polarity_contradicts_name" else "/unit_of_measure"
            raise invalid(field if isinstance(definition, DefinitionCreate) else "/name", each.code, each.sentence)


def _findings(
    session: Session, indicator: Indicator, definition: IndicatorDefinition | DefinitionCreate
) -> list[Finding]:
    settings = settings_of(session, indicator.council_id, [indicator.id]).get(indicator.id, {})
    named = IndicatorInput(indicator.name, Polarity(definition.polarity), definition.unit_of_measure)
    return check_indicator(named, settings)


def _reads(
    session: Session, rows: list[Indicator], day: date, units: Mapping[int, Unit] | None = None
) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    if units is None:
        found = session.scalars(select(Unit).where(Unit.id.in_(sorted({row.unit_id for row in rows}))))
        units = {unit.id: unit for unit in found}
    linked, defined = links.links_on(session, ids, day), versions.definitions_on(session, ids, day)
    names = IndicatorRead.model_fields.keys() - APART
    return [
        {
            **{name: getattr(row, name) for name in names},
            **vars(linked[row.id]),
            "unit": units[row.unit_id].code,
            "unit_name": units[row.unit_id].name,
            "definition": DefinitionRead.model_validate(defined[row.id]),
        }
        for row in rows
    ]


def _first_rule(session: Session, actor: Actor, data: IndicatorCreate) -> dict[str, Any] | None:
    """The values of the first rating rule: as given, or the framework's scheme; None for none. Raises 422."""
    since, polarity = data.definition.effective_from, data.definition.polarity
    if data.rating_rule is not None:
        versions.check_rule(data.kind, polarity, data.rating_rule, "/rating_rule")
        return {**data.rating_rule.model_dump(), "effective_from": data.rating_rule.effective_from or since}
    if "rating_rule" in data.model_fields_set or data.kind is IndicatorKind.CONTEXTUAL:
        return None
    scheme = versions.scheme_of_framework(session, actor.council_id, polarity)
    return None if scheme is None else {**scheme, "effective_from": since}


def _of_plan(actor: Actor, plan: str | None, theme: str | None, priority_id: int | None) -> Select[int]:
    """The indicators that measure a priority of a plan or theme (by code), or this one, today."""
    p = IndicatorPriority
    return (
        select(p.indicator_id)
        .join(Priority, Priority.id == p.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(
            Plan.council_id == actor.council_id,
            links.linked_on(p, clock.today()),
            true() if plan is None else Plan.code == plan,
            true() if theme is None else Theme.code == theme,
            true() if priority_id is None else Priority.id == priority_id,
        )
    )


def _check(session: Session, actor: Actor, values: dict[str, Any]) -> None:
    if values.get("unit_id") is not None:
        unit = require_ours(session, actor, Unit, values["unit_id"], "/unit_id")
        if not actor.may(Permission.EDIT_INDICATOR, unit_place(unit)):
            raise forbidden("Your role does not allow you to hand this indicator to that unit.")
    if values.get("owner_post_id") is not None:
        require_ours(session, actor, Post, values["owner_post_id"], "/owner_post_id")
    for number, portfolio_id in enumerate(values.get("portfolio_ids") or ()):
        require_ours(session, actor, Portfolio, portfolio_id, f"/portfolio_ids/{number}")
    _check_priorities(session, actor, values.get("priority_ids") or ())
    starts, ends = values.get("valid_from"), values.get("valid_to")
    if starts is not None and ends is not None and ends < starts:
        raise invalid("/valid_to", "before_start", "An indicator ends on or after the day it is valid from.")


def _check_priorities(session: Session, actor: Actor, priority_ids: Collection[int]) -> None:
    query = visible_priorities(actor).where(Priority.id.in_(priority_ids)).with_only_columns(Priority.id)
    seen = set(session.scalars(query)) if priority_ids else set()
    for number, priority_id in enumerate(priority_ids):
        if priority_id not in seen:
            detail = "There is no priority with this id that you may see."
            raise invalid(f"/priority_ids/{number}", "unknown_priority", detail)


def _refuse_taken(session: Session, actor: Actor, ref: str) -> None:
    same = select(Indicator.id).where(Indicator.council_id == actor.council_id, Indicator.ref == ref).limit(1)
    if session.scalar(same) is not None:
        raise conflict("This ref is in use already; choose another.", "taken")


def _keep_alias(session: Session, indicator: Indicator, names: AliasCreate) -> IndicatorAlias:
    a = IndicatorAlias
    same = select(a).where(a.council_id == indicator.council_id, a.ref == names.ref, a.name == names.name)
    alias = session.scalars(same).one_or_none()
    if alias is None:
        alias = a(council_id=indicator.council_id, indicator_id=indicator.id, ref=names.ref, name=names.name)
        session.add(alias)
        session.flush()
    return alias


def _refer(session: Session, actor: Actor, indicator_id: int) -> Referent | None:
    indicator = session.scalars(visible_indicators(actor).where(Indicator.id == indicator_id)).one_or_none()
    if indicator is None:
        return None
    label = f"{indicator.ref}: {indicator.name}"
    return Referent("indicator", indicator.id, label, indicator_place(session, indicator))


refs.register("indicator", _refer)
