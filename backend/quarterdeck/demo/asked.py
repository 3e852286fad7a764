"""What bodies ask services to do, how far that comes, and what the bodies say to it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.actions import progress, service
from quarterdeck.actions.models import Action
from quarterdeck.actions.schemas import ActionCreate, ActionDecision, DueChangeCreate, NoteCreate
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.demo.council import id_of, post_code
from quarterdeck.demo.entering import OFFICER, manager_of
from quarterdeck.demo.reviewing import BODIES, edition_of
from quarterdeck.demo.timeline import Demo, series_of
from quarterdeck.framework.models import Approval
from quarterdeck.framework.periods import Period
from quarterdeck.organisation.models import Body, Post, Unit
from quarterdeck.planning.models import Activity

Doing = Callable[[Demo], None]
# Who raises what a body asked for, and says whether it is done; the performance team follows up audits.
ASKING = {"cmt": "director", "cabinet": "clerk", "scrutiny": "clerk", "audit": OFFICER}
OF_SERVICE = frozenset({"note", "move", "report_done"})


def raise_action(quarter: Period, about: Mapping[str, Any]) -> Doing:
    """Somebody asks a service for something: on a body's latest decision on the quarter's pack, or after an audit."""

    def do(demo: Demo) -> None:
        title = demo.post(manager_of(demo, about["unit"]))
        if about["by"] == "audit":
            source: dict[str, Any] = {"source_kind": "audit", "source_text": about["audit"]}
        else:
            approval = _latest_decision(demo, quarter, BODIES[about["by"]])
            source = {"source_kind": "approval", "source_id": approval.id}
        data = ActionCreate(
            what=about["what"],
            whom_post_id=id_of(demo.session, demo.council_id, Post, post_code(title)),
            unit_id=id_of(demo.session, demo.council_id, Unit, about["unit"]),
            due=_months_later(clock.today(), about["due"]),
            indicator_ids=[series_of(demo, ref).indicator_id for ref in about.get("about", ())],
            activity_ids=[_activity(demo, ref) for ref in about.get("activities", ())],
            **source,
        )
        service.raise_action(demo.session, demo.actor(ASKING[about["by"]]), data)

    return do


def _activity(demo: Demo, ref: str) -> int:
    return demo.session.scalars(select(Activity.id).filter_by(council_id=demo.council_id, ref=ref)).one()


def follow(about: Mapping[str, Any], step: str, said: str | None, due: int | None = None) -> Doing:
    """The service notes, moves or reports the action done; those who asked decide on that.

    due: of `move`, how many months after the action was raised it is due now.
    """

    def do(demo: Demo) -> None:
        actor = demo.actor(manager_of(demo, about["unit"]) if step in OF_SERVICE else ASKING[about["by"]])
        action = _found(demo, actor, about["what"])
        if step == "note":
            progress.add_note(demo.session, actor, action.id, NoteCreate(text=said or ""))
        elif step == "move":
            later = _months_later(clock.london(action.raised_at).date(), due or 0)
            change = DueChangeCreate(due=later, reason=said or "")
            progress.move_due(demo.session, actor, action.id, change, action.version)
        else:
            decision = ActionDecision(action=step, comment=said)
            service.decide_action(demo.session, actor, action.id, decision, action.version)

    return do


def _found(demo: Demo, actor: Actor, what: str) -> Action:
    return demo.session.scalars(service.visible_actions(actor).where(Action.what == what)).one()


def _latest_decision(demo: Demo, quarter: Period, body: str) -> Approval:
    edition_id = edition_of(demo, quarter).id
    query = (
        select(Approval)
        .where(
            Approval.subject_kind == "pack_edition",
            Approval.subject_id == edition_id,
            Approval.body_id == id_of(demo.session, demo.council_id, Body, body),
        )
        .order_by(Approval.id.desc())
        .limit(1)
    )
    return demo.session.scalars(query).one()


def _months_later(day: date, months: int) -> str:
    """The month so many months after a day, as committees ask: `2024-03`."""
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02d}"
