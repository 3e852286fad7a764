"""What can happen to files from elsewhere, as tables."""

from typing import Any

from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import UNCHANGED, Workflow, transition
from quarterdeck.integrations.models import LoadState
from quarterdeck.organisation.roles import Permission

OF_SETUP = (
    Permission.MANAGE_ORGANISATION,
    Permission.MANAGE_ACCESS,
    Permission.EDIT_PLAN,
    Permission.EDIT_INDICATOR,
)
"""Whoever holds one of these may load a set-up workbook, each sheet by its own permission."""


def may_set_up(actor: Actor) -> bool:
    """Whether any sheet of a set-up workbook is the actor's to load."""
    return any(actor.holds(permission) for permission in OF_SETUP)


def is_own(load: Any, actor: Actor) -> bool:
    """A workbook is loaded by whoever looked at what it would do: each sheet goes by their roles."""
    return load.person_id == actor.person_id and may_set_up(actor)


def without_fault(load: Any, _actor: Actor) -> str | None:
    number = load.summary["totals"]["fault"]
    return f"{number} row(s) have a fault. Mend them in the workbook and upload it again." if number else None


def with_something_to_do(load: Any, _actor: Actor) -> str | None:
    totals = load.summary["totals"]
    nothing = totals["create"] + totals["change"] == 0
    return "Nothing in the workbook differs from what is on record." if nothing else None


PREVIEWED, LOADED = LoadState.PREVIEWED, LoadState.LOADED
SETUP_LOAD = Workflow(
    "setup_load",
    tuple(LoadState),
    (
        transition("load", {PREVIEWED}, LOADED, Permission.MANAGE_ORGANISATION, who=is_own,
                   guard=(without_fault, with_something_to_do), words="load this workbook"),
        transition("preview", {PREVIEWED}, UNCHANGED, Permission.MANAGE_ORGANISATION, who=is_own,
                   words="look at this workbook again"),
    ),
)  # fmt: skip
