"""What made figures, as it stood then: the definition, rule and targets that a moment or an edition knew.

Today's permissions decide whether they may be seen, and nothing past can be changed: no action is allowed there.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.measures import versions
from quarterdeck.measures.indicators import indicator_detail
from quarterdeck.measures.models import Indicator, IndicatorDefinition, RatingRule, Target, TargetState
from quarterdeck.measures.schemas import DefinitionRead, IndicatorDetail, RuleRead, TargetRead
from quarterdeck.measures.targets import PlacedTarget, find_target, target_read
from quarterdeck.measures.viewpoint import Viewpoint

Wanted = TypeVar("Wanted", bound=Select[Any])


def indicator_then(session: Session, indicator: Indicator, viewpoint: Viewpoint) -> IndicatorDetail:
    """One indicator with the definition and rating rule that were in force then, as they were known then.

    Its names, links and aliases are today's; what the checks find is of now, and left out of the past. Where nothing
    had been said yet of what it means, what was said first stands there: its list of versions is empty then.
    """
    detail = indicator_detail(session, indicator)
    if viewpoint.change_no is None:
        return detail
    day = viewpoint.on or clock.today()
    every = versions.definitions_of(session, [indicator.id])[indicator.id]
    known = [each for each in every if viewpoint.knows(each.change_no)]
    definition = versions.in_force(known or every[:1], day)
    rules = [each for each in versions.rules_of(session, indicator.id) if viewpoint.knows(each.change_no)]
    rule = versions.in_force(rules, day)
    return detail.model_copy(
        update={
            "definition": DefinitionRead.model_validate(definition),
            "rating_rule": RuleRead.model_validate(rule) if rule else None,
            "findings": [],
        }
    )


def versions_then(query: Wanted, version: type[IndicatorDefinition] | type[RatingRule], viewpoint: Viewpoint) -> Wanted:
    """Of the versions that a query finds, those that were known then."""
    return query if viewpoint.change_no is None else query.where(version.change_no <= viewpoint.change_no)


def targets_then(query: Wanted, viewpoint: Viewpoint) -> Wanted:
    """Of the targets that a query finds, those approved by then; what was only proposed then rated nothing."""
    if viewpoint.change_no is None:
        return query
    return query.where(Target.state == TargetState.APPROVED, Target.approved_change_no <= viewpoint.change_no)


def target_then(session: Session, actor: Actor, target_id: int, viewpoint: Viewpoint) -> PlacedTarget:
    """One target, as far as it was approved by then. Raises 404."""
    placed = find_target(session, actor, target_id)
    approved = placed.target.approved_change_no
    if viewpoint.change_no is not None and (approved is None or not viewpoint.knows(approved)):
        raise not_found("target")
    return placed


def target_read_then(placed: PlacedTarget, actor: Actor, viewpoint: Viewpoint) -> TargetRead:
    """A target as it is answered to this actor."""
    read = target_read(placed, actor)
    return read if viewpoint.change_no is None else read.model_copy(update={"allowed_actions": []})


def target_reads_then(actor: Actor, rows: Iterable[Sequence[Any]], viewpoint: Viewpoint) -> list[TargetRead]:
    """Rows of `targets_then` as they are answered to this actor."""
    return [target_read_then(PlacedTarget(*row[:5]), actor, viewpoint) for row in rows]
