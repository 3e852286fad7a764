"""What stands around the figures of a dashboard, in one small query: what is overdue or late."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, cast, literal, union_all
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action
from quarterdeck.actions.service import list_actions
from quarterdeck.collection.models import Round, RoundState, Submission, SubmissionState
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.words import day_words
from quarterdeck.dashboards.attention import Found
from quarterdeck.framework.periods import Period
from quarterdeck.organisation.models import Unit

NOT_YET = (SubmissionState.REQUESTED, SubmissionState.DRAFT, SubmissionState.RETURNED)
ACTION, SUBMISSION = "action", "submission"


@dataclass
class Around:
    """The overdue actions and late submissions that the actor may see."""

    actions: list[Found] = field(default_factory=list)
    submissions: list[Found] = field(default_factory=list)


def stand_around(session: Session, actor: Actor) -> Around:
    """What stands around the figures today."""
    found = Around()
    for row in session.connection().execute(_select(actor, clock.today())):
        if row.kind == ACTION:
            found.actions.append(Found(ACTION, row.id, row.ref, row.name, f"Due by {day_words(row.due_on)}."))
        else:
            period = Period.of_code(row.ref).short_label
            sentence = f"{period}: due on {day_words(row.due_on)} and not submitted."
            found.submissions.append(Found(SUBMISSION, row.id, row.ref, row.name, sentence))
    found.actions.sort(key=lambda each: each.id)
    found.submissions.sort(key=lambda each: each.id)
    return found


@lru_cache(maxsize=256)
def _select(actor: Actor, _today: date) -> CompoundSelect[Any]:
    """The query. Kept: to compose it takes longer than to run it, and an actor's reach is the same all day."""
    return union_all(_overdue_actions(actor), _late_submissions(actor))


def _overdue_actions(actor: Actor) -> Select[*tuple[Any, ...]]:
    open_ = list_actions(actor, overdue=True)
    ref, kind = cast(Action.ref, String).label("ref"), literal(ACTION).label("kind")
    return open_.with_only_columns(kind, Action.id, ref, Action.what.label("name"), Action.due_on)


def _late_submissions(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        visible_submissions(actor)
        .join(Round, Round.id == Submission.round_id)
        .join(Unit, Unit.id == Submission.unit_id)
        .where(
            Submission.state.in_(NOT_YET),
            Submission.due_on < clock.today(),
            Round.state.in_((RoundState.COLLECTING, RoundState.REVIEWING)),
        )
        .with_only_columns(
            literal(SUBMISSION), Submission.id, cast(Round.period_code, String), Unit.name, Submission.due_on
        )
    )
