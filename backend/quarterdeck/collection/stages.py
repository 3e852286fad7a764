"""Where a round stands at each stage of its framework: which opens next, and what is done with it."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, RoundStage
from quarterdeck.collection.workflow import OPEN, STAGE, WAITING
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict
from quarterdeck.framework.models import Cycle, FrameworkVersion, Stage, StageKind
from quarterdeck.framework.service import stage_due, stages_of

# Session, actor, round, and the edition that the next stages decide on.
Opener = Callable[[Session, Actor, Round, int], None]
_openers: list[Opener] = []


def when_skipped(opener: Opener) -> None:
    """Let a subject above open what comes after a skipped stage its own way: officers are given the edition."""
    _openers.append(opener)


def begin(session: Session, round_: Round, framework: FrameworkVersion) -> list[RoundStage]:
    """Give an opening round the stages of its framework, the check open: it is due its days after the submissions."""
    rows = []
    for stage in stages_of(session, framework, Cycle(round_.cycle)):
        row = RoundStage(
            council_id=round_.council_id,
            round_id=round_.id,
            stage_id=stage.id,
            position=stage.position,
            state=WAITING,
            due_on=None,
            opened_at=None,
            decided_at=None,
            edition_id=None,
        )
        session.add(row)
        rows.append(row)
        if stage.kind == StageKind.CHECK:
            _open(session, row, stage, max(clock.today(), round_.due_on), None)
    session.flush()
    return rows


def of_rounds(session: Session, round_ids: Collection[int]) -> dict[int, list[tuple[RoundStage, Stage]]]:
    """Each round's stages, in order, with what the framework says of them; a planned round has none yet."""
    rows = session.execute(
        select(RoundStage, Stage)
        .join(Stage, Stage.id == RoundStage.stage_id)
        .where(RoundStage.round_id.in_(round_ids))
        .order_by(RoundStage.round_id, RoundStage.position, RoundStage.id)
    )
    found = {key: [(row[0], row[1]) for row in each] for key, each in groupby(rows, key=lambda row: row[0].round_id)}
    return {round_id: found.get(round_id, []) for round_id in round_ids}


def of_round(session: Session, round_: Round) -> list[tuple[RoundStage, Stage]]:
    """One round's stages, in order, with what the framework says of them."""
    return of_rounds(session, [round_.id])[round_.id]


def current(session: Session, round_: Round) -> list[RoundStage]:
    """The stages that are open: one, or those of a group that run side by side."""
    return [row for row, _ in of_round(session, round_) if row.state == OPEN]


def open_next(session: Session, round_: Round, edition_id: int | None) -> list[RoundStage]:
    """Open the next group of stages, to decide on an edition, once no stage is open; answers what it opened.

    The next group is the waiting stages of the lowest position: after a return, those that had not decided.
    """
    pairs = of_round(session, round_)
    waiting = [(row, stage) for row, stage in pairs if row.state == WAITING]
    if not waiting or any(row.state == OPEN for row, _ in pairs):
        return []
    position = min(row.position for row, _ in waiting)
    opened = [(row, stage) for row, stage in waiting if row.position == position]
    for row, stage in opened:
        _open(session, row, stage, clock.today(), edition_id)
    session.flush()
    return [row for row, _ in opened]


def decide(session: Session, row: RoundStage, edition_id: int | None) -> None:
    """Note that an open stage has decided, and on which edition. Raises 409 where it is not open."""
    _move(row, "decide")
    row.edition_id = edition_id
    row.decided_at = journal.change(session, row.council_id).recorded_at
    session.flush()


def skip(session: Session, round_: Round, key: str | None) -> RoundStage:
    """Skip an open stage that the framework calls optional: the one with this key, or the only one there is.

    The caller moves the round by its table. Raises 409 for a stage that is not open or not optional, and
    where several could be meant.
    """
    optional = [(row, stage) for row, stage in of_round(session, round_) if row.state == OPEN and stage.optional]
    meant = [row for row, stage in optional if key in (None, stage.key)]
    if len(meant) != 1:
        keys = ", ".join(stage.key for _, stage in optional)
        raise conflict(f"Say which stage to skip. Open and optional: {keys}.", "unknown-stage")
    _move(meant[0], "skip")
    meant[0].decided_at = journal.change(session, round_.council_id).recorded_at
    session.flush()
    return meant[0]


def open_after_skip(session: Session, actor: Actor, round_: Round, edition_id: int | None) -> None:
    """Open what comes after a skipped stage, on the edition that it would have decided on."""
    if edition_id is not None:
        for opener in _openers:
            opener(session, actor, round_, edition_id)
    # Does nothing where that has opened the next stages already.
    open_next(session, round_, edition_id)


def reopen_check(session: Session, round_: Round) -> RoundStage:
    """After a return: the check is open again, and what was open waits for the next edition. Decided stays decided."""
    check: tuple[RoundStage, Stage] | None = None
    for row, stage in of_round(session, round_):
        if stage.kind == StageKind.CHECK:
            check = row, stage
        elif row.state == OPEN:
            _move(row, "withdraw")
            row.opened_at = row.due_on = row.edition_id = None
    if check is None:
        raise LookupError(f"round {round_.id} has no check")
    row, stage = check
    _move(row, "reopen")
    row.decided_at = row.edition_id = None
    row.due_on = stage_due(stage, clock.today())
    session.flush()
    return row


def states(pairs: Sequence[tuple[RoundStage, Stage]]) -> tuple[tuple[str, bool], ...]:
    """The stages as a round's guards look at them: (state, whether optional)."""
    return tuple((row.state, stage.optional) for row, stage in pairs)


def _open(session: Session, row: RoundStage, stage: Stage, counted_from: date, edition_id: int | None) -> None:
    _move(row, "open")
    row.opened_at = journal.change(session, row.council_id).recorded_at
    row.due_on = stage_due(stage, counted_from)
    row.edition_id = edition_id


def _move(row: RoundStage, action: str) -> None:
    step = STAGE.row(action)
    if row.state not in step.sources:
        needed = " or ".join(sorted(step.sources))
        raise conflict(f"This stage is {row.state}; {action} needs it to be {needed}.", "wrong-state")
    row.state = step.target
