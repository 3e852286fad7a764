"""What can happen to files from elsewhere, as tables."""

from typing import Any

from quarterdeck.core.actor import Actor
from quarterdeck.core.workflow import UNCHANGED, Workflow, transition
from quarterdeck.integrations.models import HistoryState, LoadState
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

OF_HISTORY = (Permission.EDIT_INDICATOR, Permission.MANAGE_ORGANISATION)


def may_load_history(actor: Actor) -> bool:
    """The performance team and administrators, of the council as a whole: rows attach to it and to no service."""
    return any(actor.reach(permission).everywhere for permission in OF_HISTORY)


def loads_history(_upload: Any, actor: Actor) -> bool:
    return may_load_history(actor)


def every_row_is_settled(upload: Any, _actor: Actor) -> str | None:
    """A row that cannot be read is mended or left out with a reason, by a person: none is dropped in passing."""
    number = upload.unread_rows
    return f"{number} row(s) cannot be read. Mend each, or leave it out and say why." if number else None


DRAFT = HistoryState.DRAFT
HISTORY_UPLOAD = Workflow(
    "history_upload",
    tuple(HistoryState),
    (
        transition("load", {DRAFT}, HistoryState.LOADED, Permission.EDIT_INDICATOR, who=loads_history,
                   guard=every_row_is_settled, words="load this table"),
    ),
)  # fmt: skip
