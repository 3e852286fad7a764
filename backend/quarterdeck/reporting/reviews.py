"""Who has to decide on an edition: the stages that open on it, and what each still waits for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import and_, case, exists, func, not_, select
from sqlalchemy.orm import Session

from quarterdeck.collection import stages
from quarterdeck.collection.models import Round, RoundStage, RoundStageState
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import Approval, Stage, StageKind
from quarterdeck.measures.editions import EditionIssue, ExemptPart, PackEdition
from quarterdeck.organisation.models import Body, Portfolio
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.changed_since import changed_since_decided

PERMISSION = {
    StageKind.OFFICER_REVIEW: Permission.DECIDE_OFFICER_REVIEW,
    StageKind.PORTFOLIO_REVIEW: Permission.DECIDE_PORTFOLIO_REVIEW,
    StageKind.MEMBER_BODY: Permission.RECORD_DECISION,
}
"""Who decides, or records a decision, at a stage of each kind."""


@dataclass(frozen=True)
class Awaited:
    """A decision that a stage still waits for: a body's, or a portfolio holder's."""

    row: RoundStage
    stage: Stage
    portfolio: Portfolio | None
    issued: bool

    @property
    def portfolio_id(self) -> int | None:
        return self.portfolio.id if self.portfolio else None

    def place(self) -> Place:
        """Where whoever decides has to hold the permission."""
        return place_of(self.stage, self.portfolio)

    def may_be_decided_by(self, actor: Actor) -> bool:
        return actor.may(PERMISSION[StageKind(self.stage.kind)], self.place())

    @property
    def can_be_decided(self) -> bool:
        """Members decide on papers that were issued to them."""
        return self.issued or self.stage.kind != StageKind.MEMBER_BODY


@dataclass(frozen=True)
class Step:
    """A stage of a round; where portfolio holders review, those who have not decided, by their portfolio's code."""

    row: RoundStage
    stage: Stage
    undecided: dict[str, Portfolio] = field(default_factory=dict)


@dataclass(frozen=True)
class Review:
    """What stands around an edition: its round's stages, its issues with their bodies, and what is still awaited."""

    stages: Sequence[tuple[RoundStage, Stage]]
    issues: Sequence[tuple[EditionIssue, Body]]
    awaited: Sequence[Awaited]
    exempt: Mapping[int, int]
    """How many parts of the edition are exempt, by issue."""
    changed: int | None
    """How many figures were restated since its decisive decision; None before there was one."""


def place_of(stage: Stage, portfolio: Portfolio | None) -> Place:
    """The body's place, or the portfolio's."""
    portfolios = frozenset({portfolio.id}) if portfolio else frozenset[int]()
    return Place(stage.council_id, portfolio_ids=portfolios, body_id=stage.body_id)


def open_reviews(session: Session, actor: Actor, round_: Round, edition: PackEdition) -> None:
    """Open the next stages of the round on the edition, once none is open.

    Officers have it at once. A review of portfolio holders whose portfolios hold nothing of the edition
    has nothing to decide, and is decided as it opens.
    """
    kinds = {stage.id: stage for _, stage in stages.of_round(session, round_)}
    while opened := stages.open_next(session, round_, edition.id):
        waiting = False
        for row in opened:
            stage = kinds[row.stage_id]
            if stage.kind == StageKind.PORTFOLIO_REVIEW and not portfolio_codes(edition.content):
                stages.decide(session, row, edition.id)
                continue
            waiting = True
            if stage.kind == StageKind.OFFICER_REVIEW:
                _give_to_officers(session, actor, edition, stage)
        if waiting:
            break


def portfolio_codes(content: Mapping[str, Any]) -> list[str]:
    """The portfolios that what an edition holds belongs to, as it was sealed: each holder reviews their own."""
    parts = (*content["figures"], *content.get("proposals", ()))
    return sorted({code for part in parts for code in part["portfolios"]})


def reviews_of(session: Session, actor: Actor, editions: Iterable[PackEdition]) -> dict[int, Review]:
    """What stands around each of these editions, by id: two queries, however many there are."""
    by_id = {edition.id: edition for edition in editions}
    steps = _steps(session, {edition.round_id for edition in by_id.values()})
    around = _around(session, actor, by_id.keys(), _under_portfolio_review(steps))
    found = {}
    for edition in by_id.values():
        of_round, rows = steps[edition.round_id], around[edition.id]
        issues = [(row.EditionIssue, row.Body) for row in rows if row.EditionIssue is not None]
        found[edition.id] = Review(
            stages=[(each.row, each.stage) for each in of_round],
            issues=issues,
            awaited=_awaited(edition.id, of_round, {body.id for _, body in issues}, rows[0].reviewed),
            exempt={row.EditionIssue.id: row.exempt for row in rows if row.EditionIssue is not None},
            changed=rows[0].changed,
        )
    return found


def review_of(session: Session, actor: Actor, edition: PackEdition) -> Review:
    """What stands around one edition."""
    return reviews_of(session, actor, [edition])[edition.id]


def _awaited(
    edition_id: int, steps: Iterable[Step], bodies: Collection[int], reviewed: Mapping[str, Any] | None
) -> list[Awaited]:
    found = []
    for step in steps:
        if step.row.state != RoundStageState.OPEN or step.row.edition_id != edition_id:
            continue
        if step.stage.kind != StageKind.PORTFOLIO_REVIEW:
            found.append(Awaited(step.row, step.stage, None, step.stage.body_id in bodies))
        elif reviewed is not None:
            codes = [code for code in portfolio_codes(reviewed) if code in step.undecided]
            found += [Awaited(step.row, step.stage, step.undecided[code], True) for code in codes]
    return found


def _steps(session: Session, round_ids: Collection[int]) -> dict[int, list[Step]]:
    """The stages of these rounds, in order; an open review of portfolio holders with who has not decided in it."""
    a, p = Approval, Portfolio
    decided = exists().where(
        a.council_id == RoundStage.council_id,
        a.subject_kind == "pack_edition",
        a.subject_id == RoundStage.edition_id,
        a.round_stage_id == RoundStage.id,
        a.portfolio_id == p.id,
    )
    reviews = and_(Stage.kind == StageKind.PORTFOLIO_REVIEW, RoundStage.state == RoundStageState.OPEN)
    query = (
        select(RoundStage, Stage, p)
        .join(Stage, Stage.id == RoundStage.stage_id)
        .outerjoin(p, and_(p.council_id == RoundStage.council_id, reviews, not_(decided)))
        .where(RoundStage.round_id.in_(round_ids))
        .order_by(RoundStage.round_id, RoundStage.position, RoundStage.id)
    )
    steps: dict[int, Step] = {}
    for row, stage, portfolio in session.execute(query):
        step = steps.setdefault(row.id, Step(row, stage))
        if portfolio is not None:
            step.undecided[portfolio.code] = portfolio
    found: dict[int, list[Step]] = {round_id: [] for round_id in round_ids}
    for step in steps.values():
        found[step.row.round_id].append(step)
    return found


def _under_portfolio_review(steps: Mapping[int, Iterable[Step]]) -> set[int]:
    """The editions that a holder has yet to decide on."""
    of_rounds = chain.from_iterable(steps.values())
    return {step.row.edition_id for step in of_rounds if step.undecided and step.row.edition_id is not None}


def _around(
    session: Session, actor: Actor, edition_ids: Collection[int], under_review: Collection[int]
) -> dict[int, list[Any]]:
    """Each edition's issues, in order, with their bodies and how many parts are exempt; of none, one row without.

    Each row says how many figures changed since the edition was decided on. Of an edition under review by portfolio
    holders it brings the content, which says whose it is: only officers have had it by then, so it comes once.
    """
    i, e = EditionIssue, ExemptPart
    changed = changed_since_decided(actor, edition_ids).subquery("changed_since")
    exempt = select(func.count()).where(e.council_id == i.council_id, e.edition_id == i.edition_id, e.issue_id == i.id)
    query = (
        select(
            PackEdition.id,
            i,
            Body,
            exempt.correlate(i).scalar_subquery().label("exempt"),
            changed.c.changed,
            case((PackEdition.id.in_(under_review), PackEdition.content)).label("reviewed"),
        )
        .outerjoin(i, and_(i.council_id == PackEdition.council_id, i.edition_id == PackEdition.id))
        .outerjoin(Body, Body.id == i.body_id)
        .outerjoin(changed, changed.c.edition_id == PackEdition.id)
        .where(PackEdition.id.in_(edition_ids))
        .order_by(PackEdition.id, i.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        found[row.id].append(row)
    return found


def _give_to_officers(session: Session, actor: Actor, edition: PackEdition, stage: Stage) -> None:
    """Officers need no report number and no meeting, and what they see is not locked."""
    assert stage.body_id is not None
    change = journal.change(session, edition.council_id)
    same = select(EditionIssue.id).where(EditionIssue.edition_id == edition.id, EditionIssue.body_id == stage.body_id)
    if session.scalar(same) is not None:
        return
    issue = EditionIssue(
        council_id=edition.council_id,
        edition_id=edition.id,
        body_id=stage.body_id,
        meeting_id=None,
        report_number="",
        locks=False,
        issued_at=change.recorded_at,
        issued_by=actor.person_id,
        public_from=None,
        late_reason="",
        outcome=None,
        decided_on=None,
        change_no=change.number,
    )
    session.add(issue)
    session.flush()
    detail = {"body_id": stage.body_id, "issue_id": issue.id, "locks": False}
    journal.record(session, actor, Event("pack_edition.issue", "pack_edition", edition.id, detail))


def _open_after_skip(session: Session, actor: Actor, round_: Round, edition_id: int) -> None:
    open_reviews(session, actor, round_, session.get_one(PackEdition, edition_id))


# Skipping a stage is collection's, which knows nothing of editions.
stages.when_skipped(_open_after_skip)
