"""What can happen to a file of comparison data, as a table."""

from typing import Any

from quarterdeck.comparisons.models import FileState
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, Problem, conflict
from quarterdeck.core.workflow import Workflow, transition
from quarterdeck.organisation.roles import Permission

SOURCE = {
    "publisher": "Say who published the figures.",
    "title": "Say what the publication is called.",
    "published_on": "Say on which day it was published.",
}
"""Without which nothing is loaded, and the mend: a figure of others without its source and age is worth nothing."""


def may_load(actor: Actor) -> bool:
    """The performance team of the council as a whole: figures of others stand beside those of every service."""
    return actor.reach(Permission.EDIT_INDICATOR).everywhere


def loads_comparisons(_file: Any, actor: Actor) -> bool:
    return may_load(actor)


def source_is_stated(file: Any, _actor: Actor) -> Problem | None:
    lacking = [
        FieldError(pointer=f"/{name}", code="missing", detail=mend)
        for name, mend in SOURCE.items()
        if not getattr(file, name)
    ]
    return conflict("Say first where the file is from.", "source-missing", lacking) if lacking else None


def without_fault(file: Any, _actor: Actor) -> str | None:
    return f"{file.faults} line(s) have a fault. Mend them in the file and upload it again." if file.faults else None


def with_something_to_write(file: Any, _actor: Actor) -> str | None:
    return None if file.to_write else "Nothing in the file differs from what is on record."


COMPARISON_FILE = Workflow(
    "comparison_file",
    tuple(FileState),
    (
        transition("load", {FileState.PREVIEWED}, FileState.LOADED, Permission.EDIT_INDICATOR, who=loads_comparisons,
                   guard=(without_fault, with_something_to_write, source_is_stated), words="load this file"),
    ),
)  # fmt: skip
