"""Where a search looks: of each kind what the actor may see, as rows of one shape, that holds all the words.

A row: kind, id, ref, name, `also` (other words it answers to), `detail`, `state` and `due_on` for what is told of it.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    String,
    cast,
    func,
    literal,
    select,
    union_all,
)

from quarterdeck.actions.models import Action
from quarterdeck.actions.service import visible_actions
from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core.actor import Actor
from quarterdeck.core.matching import holds_words
from quarterdeck.framework.models import PeriodRow
from quarterdeck.measures.editions import EditionIssue, PackEdition, visible_editions
from quarterdeck.measures.indicators import also_known_as, visible_indicators
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.models import Person, Unit
from quarterdeck.organisation.people import visible_people
from quarterdeck.planning.activities import visible_activities
from quarterdeck.planning.models import Activity, Plan, Priority, Theme
from quarterdeck.planning.outline import visible_priorities
from quarterdeck.planning.visibility import visible_plans

CANDIDATES: Final = 1000
"""How many of each kind are compared at most: of what that many things answer to, the newest are found."""
NOTHING: Final = literal("")
NO_DAY: Final = cast(literal(None), Date)


class Kind(StrEnum):
    """What can be found, in the order in which it is answered."""

    INDICATOR = "indicator"
    ACTIVITY = "activity"
    ACTION = "action"
    PLAN = "plan"
    PRIORITY = "priority"
    EDITION = "edition"
    SUBMISSION = "submission"
    PERSON = "person"


def select_candidates(actor: Actor, words: Sequence[str], kinds: Sequence[Kind]) -> CompoundSelect[Any]:
    """What holds all the words, of these kinds: one query."""
    selects = (SOURCES[kind](actor, words).limit(CANDIDATES).subquery() for kind in kinds)
    return union_all(*(select(each) for each in selects))


def _row(
    kind: Kind, thing: Any, ref: Any, name: Any, *, also: Any = NOTHING, detail: Any = NOTHING, state: Any = NOTHING,
    due_on: Any = NO_DAY,
) -> list[Any]:  # fmt: skip
    texts = {"ref": ref, "name": name, "also": also, "detail": detail, "state": state}
    return [
        literal(kind.value).label("kind"),
        thing.id.label("id"),
        *(cast(text, String).label(label) for label, text in texts.items()),
        due_on.label("due_on"),
    ]


def _indicators(actor: Actor, words: Sequence[str]) -> Select[Any]:
    i, also = Indicator, also_known_as()
    return (
        visible_indicators(actor)
        .join(Unit, Unit.id == i.unit_id)
        .where(holds_words(words, i.ref, i.name, also))
        .with_only_columns(*_row(Kind.INDICATOR, i, i.ref, i.name, also=also, detail=Unit.name))
        .order_by(i.id.desc())
    )


def _activities(actor: Actor, words: Sequence[str]) -> Select[Any]:
    a = Activity
    return (
        visible_activities(actor)
        .join(Unit, Unit.id == a.unit_id)
        .where(holds_words(words, a.ref, a.title))
        .with_only_columns(*_row(Kind.ACTIVITY, a, a.ref, a.title, detail=Unit.name, state=a.status))
        .order_by(a.id.desc())
    )


def _actions(actor: Actor, words: Sequence[str]) -> Select[Any]:
    a = Action
    return (
        visible_actions(actor)
        .where(holds_words(words, a.ref, a.what))
        .with_only_columns(*_row(Kind.ACTION, a, a.ref, a.what, state=a.state, due_on=a.due_on))
        .order_by(a.id.desc())
    )


def _plans(actor: Actor, words: Sequence[str]) -> Select[Any]:
    p = Plan
    return (
        visible_plans(actor)
        .where(holds_words(words, p.code, p.title))
        .with_only_columns(*_row(Kind.PLAN, p, p.code, p.title, state=p.state))
        .order_by(p.id.desc())
    )


def _priorities(actor: Actor, words: Sequence[str]) -> Select[Any]:
    p = Priority
    return (
        visible_priorities(actor)
        .join(Theme, Theme.id == p.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(holds_words(words, p.code, p.name, Theme.name))
        .with_only_columns(
            *_row(Kind.PRIORITY, p, p.code, p.name, also=Theme.name, detail=Plan.title + ", " + Theme.name)
        )
        .order_by(p.id.desc())
    )


def _editions(actor: Actor, words: Sequence[str]) -> Select[Any]:
    e, i = PackEdition, EditionIssue
    numbers = func.aggregate_strings(i.report_number, ", ")
    issued = select(numbers).where(i.edition_id == e.id, i.report_number != "").correlate(e).scalar_subquery()
    also, name = func.coalesce(issued, ""), "Edition " + cast(e.number, String) + ", " + PeriodRow.label
    return (
        visible_editions(actor)
        .join(PeriodRow, PeriodRow.code == e.period_code)
        .where(holds_words(words, e.period_code, name, also))
        .with_only_columns(*_row(Kind.EDITION, e, e.period_code, name, also=also, detail=also))
        .order_by(e.id.desc())
    )


def _submissions(actor: Actor, words: Sequence[str]) -> Select[Any]:
    s, r, label = Submission, Round, PeriodRow.label
    return (
        visible_submissions(actor)
        .join(r, r.id == s.round_id)
        .join(PeriodRow, PeriodRow.code == r.period_code)
        .join(Unit, Unit.id == s.unit_id)
        .where(holds_words(words, r.period_code, label, Unit.name))
        .with_only_columns(
            *_row(
                Kind.SUBMISSION,
                s,
                r.period_code,
                Unit.name,
                also=PeriodRow.label,
                detail=PeriodRow.label,
                state=s.state,
            )
        )
        .order_by(s.id.desc())
    )


def _people(actor: Actor, words: Sequence[str]) -> Select[Any]:
    p = Person
    email = func.coalesce(p.email, "")
    return (
        visible_people(actor)
        .where(holds_words(words, p.name, email))
        .with_only_columns(*_row(Kind.PERSON, p, NOTHING, p.name, also=email, detail=email))
        .order_by(p.id.desc())
    )


SOURCES: Final[dict[Kind, Callable[[Actor, Sequence[str]], Select[Any]]]] = {
    Kind.INDICATOR: _indicators,
    Kind.ACTIVITY: _activities,
    Kind.ACTION: _actions,
    Kind.PLAN: _plans,
    Kind.PRIORITY: _priorities,
    Kind.EDITION: _editions,
    Kind.SUBMISSION: _submissions,
    Kind.PERSON: _people,
}
