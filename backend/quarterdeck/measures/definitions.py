"""Definitions: what an indicator means, version by version."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.journal import Event
from quarterdeck.measures import ratings
from quarterdeck.measures.indicators import editable_indicator, find_indicator, refuse_errors
from quarterdeck.measures.models import IndicatorDefinition
from quarterdeck.measures.schemas import DefinitionCreate
from quarterdeck.measures.versions import append_definition, definitions_of


def list_definitions(session: Session, actor: Actor, indicator_id: int) -> Select[IndicatorDefinition]:
    """Every version of an indicator's definition. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return select(IndicatorDefinition).where(IndicatorDefinition.indicator_id == indicator.id)


def add_definition(session: Session, actor: Actor, indicator_id: int, data: DefinitionCreate) -> IndicatorDefinition:
    """Record what an indicator means from a day on, and rate its figures again. Raises 404, 403, 422 without a reason.

    A new polarity may leave the rule in force unfit: such figures are unrated, with that as the reason,
    until a rule follows. 422 too where a check that is set to be an error for the indicator finds it wrong.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    if not data.reason:
        raise invalid("/reason", "missing", "Say why the definition changes.")
    refuse_errors(session, indicator, data)
    change = journal.change(session, actor.council_id)
    number = len(definitions_of(session, [indicator.id])[indicator.id]) + 1
    definition = append_definition(session, actor, indicator, data, change, number)
    rated = ratings.rerate_indicator(session, actor.council_id, indicator.id, change)
    detail = {"indicator_id": indicator.id, "number": number, "breaks_series": data.breaks_series, "rated": rated}
    journal.record(session, actor, Event("definition.add", "definition", definition.id, detail))
    return definition
