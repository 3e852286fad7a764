"""Rating rules: how value and target become a rating, version by version."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.journal import Event
from quarterdeck.measures import ratings
from quarterdeck.measures.indicators import editable_indicator, find_indicator
from quarterdeck.measures.models import RatingRule
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.schemas import RuleCreate
from quarterdeck.measures.versions import append_rule, check_rule, definitions_of, in_force, rules_of


def list_rules(session: Session, actor: Actor, indicator_id: int) -> Select[RatingRule]:
    """Every version of an indicator's rating rule. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return select(RatingRule).where(RatingRule.indicator_id == indicator.id)


def add_rule(session: Session, actor: Actor, indicator_id: int, data: RuleCreate) -> RatingRule:
    """Record how an indicator is rated from a day on, and rate its figures again, under one change number.

    Raises 404, 403, and 422 for parameters that make no rule, a rule that does not fit the polarity of
    that day, and from the second version on for a missing reason.
    """
    indicator = editable_indicator(session, actor, indicator_id)
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
    rated = ratings.rerate_indicator(session, actor.council_id, indicator.id, change)
    detail = {"indicator_id": indicator.id, "number": rule.number, "kind": data.kind, "rated": rated}
    journal.record(session, actor, Event("rating_rule.add", "rating_rule", rule.id, detail))
    return rule
