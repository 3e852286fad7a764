"""Who sees which plans, and what stands in them."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, false, or_, select

from quarterdeck.core.actor import Actor
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Activity, Plan, PlanState, Priority, Theme

# Who belongs to a unit enough to see its drafts, beside those whose grant names the unit itself.
SEE_DRAFTS = (Permission.EDIT_PLAN, Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)

_withheld: list[Callable[[Actor], ColumnElement[bool]]] = []


def withhold_status(rule: Callable[[Actor], ColumnElement[bool]]) -> None:
    """Let a subject above say of which activities an actor is not told how their service judged them."""
    _withheld.append(rule)


def status_withheld(actor: Actor) -> ColumnElement[bool]:
    """That the actor is not told how the service judged an activity."""
    return or_(false(), *(rule(actor) for rule in _withheld))


def visible_plans(actor: Actor) -> Select[Plan]:
    """Plans of the actor's council. Drafts are for their own unit and the performance team."""
    query = select(Plan).where(Plan.council_id == actor.council_id)
    if any(actor.reach(permission).everywhere for permission in SEE_DRAFTS):
        return query
    unit_ids = frozenset[int]().union(*(grant.unit_ids for grant in actor.grants))
    return query.where(or_(Plan.state != PlanState.DRAFT, Plan.unit_id.in_(unit_ids)))


def priorities_of(plans: Select[Plan]) -> Select[int]:
    """The ids of the priorities of some plans."""
    themes = select(Theme.id).where(Theme.plan_id.in_(plans.with_only_columns(Plan.id)))
    return select(Priority.id).where(Priority.theme_id.in_(themes))


def activities_of(plans: Select[Plan]) -> Select[int]:
    """The ids of the activities of some plans."""
    return select(Activity.id).where(Activity.priority_id.in_(priorities_of(plans)))
