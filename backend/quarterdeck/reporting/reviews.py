"""Who has to decide on an edition: the stages that open on it, and what each still waits for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
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
class Review:
    """What stands around an edition: its round's stages, its issues with their bodies, and what is still awaited."""

    stages: Sequence[tuple[RoundStage, Stage]]
    issues: Sequence[tuple[EditionIssue, Body]]
    awaited: Sequence[Awaited]
    exempt: Mapping[int, int]
    """How many parts of the edition are exempt, by issue."""


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
            if stage.kind == StageKind.PORTFOLIO_REVIEW and not portfolio_codes(edition):
                stages.decide(session, row, edition.id)
                continue
            waiting = True
            if stage.kind == StageKind.OFFICER_REVIEW:
                _give_to_officers(session, actor, edition, stage)
        if waiting:
            break


def portfolio_codes(edition: PackEdition) -> list[str]:
    """The portfolios that the edition's figures belong to, as it was sealed: each holder reviews their own."""
    return sorted({code for figure in edition.content["figures"] for code in figure["portfolios"]})


def reviews_of(session: Session, editions: Iterable[PackEdition]) -> dict[int, Review]:
    """What stands around each of these editions, by id: six queries, however many there are."""
    by_id = {edition.id: edition for edition in editions}
    of_rounds = stages.of_rounds(session, {edition.round_id for edition in by_id.values()})
    issues = _issues(session, by_id.keys())
    decided = _portfolios_that_decided(session, by_id.keys())
    portfolios = _portfolios(session, {edition.council_id for edition in by_id.values()})
    exempt = _exempt(session, by_id.keys())
    return {
        edition.id: Review(
            stages=of_rounds[edition.round_id],
            issues=issues[edition.id],
            awaited=_awaited(edition, of_rounds[edition.round_id], issues[edition.id], decided, portfolios),
            exempt=exempt,
        )
        for edition in by_id.values()
    }


def review_of(session: Session, edition: PackEdition) -> Review:
    """What stands around one edition."""
    return reviews_of(session, [edition])[edition.id]


def _awaited(
    edition: PackEdition,
    pairs: Sequence[tuple[RoundStage, Stage]],
    issues: Sequence[tuple[EditionIssue, Body]],
    decided: Collection[tuple[int, int, int]],
    portfolios: Mapping[tuple[int, str], Portfolio],
) -> list[Awaited]:
    found = []
    bodies = {issue.body_id for issue, _ in issues}
    for row, stage in pairs:
        if row.state != RoundStageState.OPEN or row.edition_id != edition.id:
            continue
        if stage.kind != StageKind.PORTFOLIO_REVIEW:
            found.append(Awaited(row, stage, None, stage.body_id in bodies))
            continue
        of_edition = [portfolios[edition.council_id, code] for code in portfolio_codes(edition)]
        found += [
            Awaited(row, stage, each, True) for each in of_edition if (edition.id, row.id, each.id) not in decided
        ]
    return found


def _issues(session: Session, edition_ids: Collection[int]) -> dict[int, list[tuple[EditionIssue, Body]]]:
    rows = session.execute(
        select(EditionIssue, Body)
        .join(Body, Body.id == EditionIssue.body_id)
        .where(EditionIssue.edition_id.in_(edition_ids))
        .order_by(EditionIssue.id)
    )
    found: dict[int, list[tuple[EditionIssue, Body]]] = {edition_id: [] for edition_id in edition_ids}
    for issue, body in rows:
        found[issue.edition_id].append((issue, body))
    return found


def _exempt(session: Session, edition_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ExemptPart.issue_id, func.count().label("parts"))
        .where(ExemptPart.edition_id.in_(edition_ids))
        .group_by(ExemptPart.issue_id)
    )
    return {row.issue_id: row.parts for row in rows}


def _portfolios_that_decided(session: Session, edition_ids: Collection[int]) -> set[tuple[int, int, int]]:
    """(edition, stage of the round, portfolio) of each decision of a portfolio holder on these editions."""
    rows = session.execute(
        select(Approval.subject_id, Approval.round_stage_id, Approval.portfolio_id).where(
            Approval.subject_kind == "pack_edition",
            Approval.subject_id.in_(edition_ids),
            Approval.portfolio_id.is_not(None),
        )
    )
    return {(row.subject_id, row.round_stage_id, row.portfolio_id) for row in rows}


def _portfolios(session: Session, council_ids: Collection[int]) -> dict[tuple[int, str], Portfolio]:
    rows = session.scalars(select(Portfolio).where(Portfolio.council_id.in_(council_ids)))
    return {(row.council_id, row.code): row for row in rows}


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
