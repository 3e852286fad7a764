"""Rating rules: how value and target become a rating, version by version; and one that is tried on history first."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import PeriodRow
from quarterdeck.measures import ratings
from quarterdeck.measures.indicators import editable_indicator, find_indicator
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    Observation,
    RatingRow,
    RatingRule,
    Standing,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.rule_trials import RuleTried
from quarterdeck.measures.schemas import RuleCreate
from quarterdeck.measures.versions import append_rule, check_rule, definitions_of, in_force, rules_of
from quarterdeck.organisation.models import Unit


def list_rules(session: Session, actor: Actor, indicator_id: int) -> Select[RatingRule]:
    """Every version of an indicator's rating rule. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return select(RatingRule).where(RatingRule.indicator_id == indicator.id)


def add_rule(session: Session, actor: Actor, indicator_id: int, data: RuleCreate) -> RatingRule:
    """Record how an indicator is rated from a day on, and rate its figures again, under one change number.

    Raises 404, 403, and 422 for parameters that make no rule, a rule that does not fit the polarity of
    that day, and from the second version on for a missing reason.
    """
    rule, rated = _add(session, actor, editable_indicator(session, actor, indicator_id), data)
    detail = {"indicator_id": rule.indicator_id, "number": rule.number, "kind": data.kind, "rated": rated}
    journal.record(session, actor, Event("rating_rule.add", "rating_rule", rule.id, detail))
    return rule


def try_rule(session: Session, actor: Actor, indicator_id: int, data: RuleCreate) -> RuleTried:
    """What a rule would make of the figures on record: it is recorded, what changes is noted, and all is taken back.

    Figures are the latest of the periods that would go by the rule, those without a number left out. Raises
    what recording it raises, but for a missing reason: one that is only tried needs none.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    before = _latest_ratings(session, indicator)
    undo = session.begin_nested()
    rule, _ = _add(session, actor, indicator, data.model_copy(update={"reason": data.reason or "Tried"}))
    after = {cell: row for cell, row in _latest_ratings(session, indicator).items() if row.rule_id == rule.id}
    undo.rollback()
    # What follows in this transaction, if anything does, takes a number of its own.
    journal.end_change(session)
    return RuleTried.of_rows([(before[cell], row) for cell, row in after.items()])


def _add(session: Session, actor: Actor, indicator: Indicator, data: RuleCreate) -> tuple[RatingRule, int]:
    """Append a version and rate by it; the rule, and how many ratings it changed."""
    definitions = definitions_of(session, [indicator.id])[indicator.id]
    before = rules_of(session, indicator.id)
    since = data.effective_from or definitions[0].effective_from
    definition = in_force(definitions, since) or definitions[0]
    check_rule(indicator.kind, Polarity(definition.polarity), data)
    if before and not data.reason:
        raise invalid("/reason", "missing", "Say why the rating rule changes.")
    change = journal.change(session, actor.council_id)
    values = {**data.model_dump(), "effective_from": since}
    rule = append_rule(session, actor, indicator, values, change, len(before) + 1)
    return rule, ratings.rerate_indicator(session, actor.council_id, indicator.id, change)


def _latest_ratings(session: Session, indicator: Indicator) -> dict[Cell, Any]:
    """How the latest figures of an indicator are rated, those without a number left out, oldest first."""
    c, o, r = CurrentObservation, Observation, RatingRow
    query = (
        select(
            c.series_id,
            o.id,
            c.period_code.label("period"),
            PeriodRow.label.label("period_label"),
            Unit.code.label("unit"),
            c.breakdown,
            o.value,
            r.rating,
            r.unrated_reason,
            r.rule_id,
        )
        .join(o, o.id == c.observation_id)
        .join(r, r.id == c.rating_id)
        .join(PeriodRow, PeriodRow.code == c.period_code)
        .join(Unit, Unit.id == c.unit_id)
        .where(
            c.council_id == indicator.council_id,
            c.standing == Standing.LATEST,
            c.indicator_id == indicator.id,
            o.value.is_not(None),
        )
        .order_by(Unit.code, c.breakdown, PeriodRow.start_on, PeriodRow.code)
    )
    return {(row.series_id, row.period): row for row in session.execute(query)}
