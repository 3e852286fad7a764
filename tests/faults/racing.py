"""A council in which eight people decide on one thing at the same moment, again and again, on each kind of thing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import service as actions
from quarterdeck.actions.schemas import ActionCreate, ActionDecision
from quarterdeck.collection import entries, rounds, stages, submissions
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.schemas import EntryUpdate, RoundCreate, RoundDecision, SubmissionDecision
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.framework.models import Stage
from quarterdeck.measures import targets
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.schemas import TargetCreate, TargetDecision
from quarterdeck.reporting import decisions, issuing, restatements, sealing
from quarterdeck.reporting.schemas import IssueCreate, PackDecision, RestatementCreate, RestatementDecision
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1
from tests.reporting.reviewing import Reviewing

DECIDERS = 8
EARLIER = "2022-23-Q1"
Attempt = Callable[[Session], object]


@dataclass(frozen=True)
class Race:
    """One thing that waits for a decision, and eight that decide on it as they read it. actions: as journalled."""

    kind: str
    subject_id: int
    attempts: Sequence[Attempt]
    actions: frozenset[str]


class Racing:
    """Things to race for. Each is put back, or another is made, when the last one has been decided."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            self.council = CouncilBuilder(session)
            made = Reviewing(session, self.council)
            self.id, self.unit_id, self.indicator_id = self.council.id, self.council.housing.id, made.lettings.id
            made.without_checks(made.lettings)
            self.provider, self.clerk, self.team = made.provider, made.clerk, made.team
            self.bodies = {"cabinet": self.council.cabinet.id, "scrutiny": self.council.scrutiny.id}
            self.deciders = {role: self._numbered(role) for role in ("performance_team", "service_manager", "director")}
            self.clerks = self._numbered("committee_administrator")
            self.series_id = made.measures.series(made.lettings).id
            made.measures.reported(made.lettings, EARLIER, 95.0)
            self.submission_id = made.submission(made.opened(Q1)).id
        self._quarters = (
            f"{year}-{year % 100 + 1:02d}-Q{quarter}" for year in range(1950, 2020) for quarter in (1, 2, 3, 4)
        )
        self._edition_id: int | None = None
        self._number = 0

    def _numbered(self, role: str) -> list[Actor]:
        return [self.council.actor(role, number=number) for number in range(1, DECIDERS + 1)]

    def submission(self) -> Race:
        """What a service submitted: four managers confirm it, four of the performance team return it."""
        with self.database.transaction() as session:
            version = self._submitted(session)
        deciders = [*self.deciders["service_manager"][:4], *self.deciders["performance_team"][:4]]
        words = [*["confirm"] * 4, *["return"] * 4]

        def attempt(actor: Actor, action: str) -> Attempt:
            decision = SubmissionDecision(action=action, comment="Count again")
            return lambda session: submissions.decide_submission(session, actor, self.submission_id, decision, version)

        return _race("submission", self.submission_id, attempt, deciders, words)

    def _submitted(self, session: Session) -> int:
        """The submission submitted (again), with another figure than last time."""
        submission = session.get_one(Submission, self.submission_id)
        if submission.state == "confirmed":
            reopen = SubmissionDecision(action="reopen", comment="Once more")
            submissions.decide_submission(session, self.team, submission.id, reopen, submission.version)
        entry = session.scalars(select(Entry).where(Entry.submission_id == submission.id)).one()
        value = EntryUpdate(value=40.0 + self._next() % 50, commentary="As expected")
        entries.save_entry(session, self.provider, submission.id, entry.id, value, entry.version)
        submit = SubmissionDecision(action="submit")
        return submissions.decide_submission(session, self.provider, submission.id, submit, submission.version).version

    def stage(self) -> Race:
        """An edition at its officers, its Cabinet or its scrutiny: three approve it, three note it, two return it."""
        with self.database.transaction() as session:
            edition, stage = self._awaiting(session)
            edition_id, version, key = edition.id, edition.version, stage.key
        deciders = self.deciders["director"] if key == "officer_review" else self.clerks
        words = ["approve", "note", "return", "approve", "note", "return", "approve", "note"]

        def attempt(actor: Actor, action: str) -> Attempt:
            data = PackDecision.model_validate({"action": action, "stage": key, "comment": "As discussed"})
            return lambda session: decisions.decide_edition(session, actor, edition_id, data, version)

        return _race("pack_edition", edition_id, attempt, deciders, words)

    def _awaiting(self, session: Session) -> tuple[PackEdition, Stage]:
        """An edition that awaits a body's decision and was issued to it: of the round at hand, or of the next."""
        edition = session.get(PackEdition, self._edition_id) if self._edition_id else None
        if edition is None or not self._open(session, edition):
            edition = self._sealed(session, edition)
        stage = self._open(session, edition)[0]
        if stage.key in self.bodies:
            data = IssueCreate(body_id=self.bodies[stage.key], report_number=f"ACE{edition.id}")
            issuing.issue(session, self.clerk, edition.id, data)
        self._edition_id = edition.id
        return edition, stage

    def _open(self, session: Session, edition: PackEdition) -> list[Stage]:
        round_ = session.get_one(Round, edition.round_id)
        return [
            stage
            for row, stage in stages.of_round(session, round_)
            if row.edition_id == edition.id and row.state == "open"
        ]

    def _sealed(self, session: Session, before: PackEdition | None) -> PackEdition:
        round_ = session.get_one(Round, before.round_id) if before else None
        if round_ is None or round_.state != "collecting":
            round_ = rounds.plan_round(session, self.team, RoundCreate(period=next(self._quarters)))
            rounds.decide_round(session, self.team, round_.id, RoundDecision(action="open"), round_.version)
        return sealing.seal(session, self.team, round_.id, "Nothing was due", allow_missing=True)

    def restatement(self) -> Race:
        """A proposed figure: four accept it, three decline it, and who proposed it withdraws it."""
        with self.database.transaction() as session:
            value = 900.0 + self._next()
            data = RestatementCreate(
                series_id=self.series_id, period=EARLIER, value=value, reason="Two homes were missing"
            )
            made = restatements.propose_restatement(session, self.provider, data)
            restatement_id, version = made.id, made.version
        deciders = [*self.deciders["service_manager"][:4], *self.deciders["performance_team"][:3], self.provider]
        words = [*["accept"] * 4, *["decline"] * 3, "withdraw"]

        def attempt(actor: Actor, action: str) -> Attempt:
            data = RestatementDecision(action=action, comment="Looked into")
            return lambda session: restatements.decide_restatement(session, actor, restatement_id, data, version)

        return _race("restatement", restatement_id, attempt, deciders, words)

    def action(self) -> Race:
        """An action reported done: four agree, four send it back."""
        with self.database.transaction() as session:
            source = {"source_kind": "indicator", "source_id": self.indicator_id}
            asked = {"what": "Say why", "whom_text": "Housing", "unit_id": self.unit_id, "due": "2099-12", **source}
            made = actions.raise_action(session, self.team, ActionCreate.model_validate(asked))
            done = ActionDecision(action="report_done", comment="Said why")
            actions.decide_action(session, self.provider, made.id, done, made.version)
            action_id, version = made.id, made.version
        deciders = [*self.clerks[:4], *self.deciders["performance_team"][:4]]
        words = ["confirm_closure", "send_back"] * 4

        def attempt(actor: Actor, action: str) -> Attempt:
            decision = ActionDecision(action=action, comment="Read")
            return lambda session: actions.decide_action(session, actor, action_id, decision, version)

        return _race("action", action_id, attempt, deciders, words)

    def target(self) -> Race:
        """A proposed target: four approve it, four decline it."""
        with self.database.transaction() as session:
            said = {"period": Q1, "value": 100.0 + self._next(), "rationale": "Agreed with the service"}
            explained = ("target_easier_than_outturn", "target_times_ten", "target_times_hundred")
            data = TargetCreate.model_validate({**said, "explanations": dict.fromkeys(explained, "Agreed")})
            target = targets.propose_target(session, self.team, self.indicator_id, data).target
            target_id, version = target.id, target.version

        def attempt(actor: Actor, action: str) -> Attempt:
            decision = TargetDecision(action=action, comment="Discussed")
            return lambda session: targets.decide_target(session, actor, target_id, decision, version)

        return _race("target", target_id, attempt, self.deciders["performance_team"], ["approve", "decline"] * 4)

    def races(self, of_each: int) -> Iterator[Race]:
        """So many races for each kind of thing, by turns. The next is made when the last has been run."""
        for _ in range(of_each):
            for make in (self.submission, self.stage, self.restatement, self.action, self.target):
                yield make()

    def _next(self) -> int:
        self._number += 1
        return self._number


def _race(
    kind: str,
    subject_id: int,
    attempt: Callable[[Actor, str], Attempt],
    deciders: Sequence[Actor],
    words: Sequence[Any],
) -> Race:
    attempts = [attempt(actor, word) for actor, word in zip(deciders, words, strict=True)]
    return Race(kind, subject_id, attempts, frozenset(f"{kind}.{word}" for word in words))
