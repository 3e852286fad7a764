"""Versions of definitions and rating rules: appending one, and which is in force for a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid
from quarterdeck.core.journal import Change
from quarterdeck.framework.service import framework_on
from quarterdeck.measures.models import Indicator, IndicatorDefinition, IndicatorKind, RatingRule
from quarterdeck.measures.rating_rules import BadRule, Contextual, Polarity, check_polarity, fits, rule_from
from quarterdeck.measures.schemas import DefinitionCreate, RuleCreate

CONTEXTUAL = "A contextual measure is never rated: leave the rule out."


class Version(Protocol):
    """A numbered version, in force for periods that start on `effective_from` or later."""

    @property
    def number(self) -> int: ...
    @property
    def effective_from(self) -> date: ...


V = TypeVar("V", bound=Version)


def in_force(versions: Iterable[V], day: date) -> V | None:
    """The version for a period that starts on `day`: the latest start by then, the newest number of those.

    A period before every start goes by the earliest version, for figures of earlier years are read in
    after the indicator was set up. None where there is no version at all.
    """
    known = list(versions)
    by_then = [version for version in known if version.effective_from <= day]
    if by_then:
        return max(by_then, key=lambda version: (version.effective_from, version.number))
    return min(known, key=lambda version: (version.effective_from, -version.number), default=None)


def definitions_of(session: Session, indicator_ids: Collection[int]) -> dict[int, list[IndicatorDefinition]]:
    """Every version of these indicators' definitions, by indicator, oldest first."""
    d = IndicatorDefinition
    query = select(d).where(d.indicator_id.in_(indicator_ids)).order_by(d.indicator_id, d.number)
    found: dict[int, list[IndicatorDefinition]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.indicator_id].append(row)
    return found


def definitions_on(session: Session, indicator_ids: Collection[int], day: date) -> dict[int, IndicatorDefinition]:
    """The definition in force for a period that starts on a day, by indicator."""
    every = definitions_of(session, indicator_ids)
    found = {indicator_id: in_force(versions, day) for indicator_id, versions in every.items()}
    return {indicator_id: version for indicator_id, version in found.items() if version is not None}


def rules_of(session: Session, indicator_id: int) -> list[RatingRule]:
    """Every version of an indicator's rating rule, oldest first."""
    query = select(RatingRule).where(RatingRule.indicator_id == indicator_id).order_by(RatingRule.number)
    return list(session.scalars(query))


def append_definition(
    session: Session,
    actor: Actor,
    indicator: Indicator,
    data: DefinitionCreate,
    change: Change,
    number: int = 1,
    break_note: str | None = None,
) -> IndicatorDefinition:
    """Append a version. Rating again what it changes is the caller's to do."""
    definition = IndicatorDefinition(
        council_id=indicator.council_id,
        indicator_id=indicator.id,
        number=number,
        **data.model_dump(),
        break_note=break_note,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(definition)
    session.flush()
    return definition


def append_rule(
    session: Session, actor: Actor, indicator: Indicator, values: dict[str, Any], change: Change, number: int = 1
) -> RatingRule:
    """Append a version of checked `values`. Rating again what it changes is the caller's to do."""
    rule = RatingRule(
        council_id=indicator.council_id,
        indicator_id=indicator.id,
        number=number,
        **values,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(rule)
    session.flush()
    return rule


def check_rule(kind: IndicatorKind | str, polarity: Polarity, data: RuleCreate, pointer: str = "") -> None:
    """Refuse (422, at the field) parameters that make no rule, and a rule that does not fit the indicator.

    pointer: where the rule stands in the request's body.
    """
    try:
        rule = rule_from(data.kind, data.parameters)
        if kind == IndicatorKind.CONTEXTUAL and not isinstance(rule, Contextual):
            raise BadRule("kind", CONTEXTUAL)
        check_polarity(rule, polarity)
    except BadRule as fault:
        field = "/kind" if fault.field == "kind" else f"/parameters/{fault.field}"
        raise invalid(pointer + field, "bad_rule", fault.sentence) from None


def scheme_of_framework(session: Session, council_id: int, polarity: Polarity) -> dict[str, Any] | None:
    """The rating scheme of the council's framework in force, as a rule's values; None where it cannot rate this."""
    try:
        framework = framework_on(session, council_id)
        scheme = framework.rating_scheme
        rule = rule_from(scheme["kind"], scheme["parameters"])
    except (Problem, BadRule, KeyError):
        return None
    if not fits(rule, polarity):
        return None
    reason = f"The rating scheme of the framework, version {framework.number}"
    return {"kind": scheme["kind"], "parameters": scheme["parameters"], "reason": reason}
