"""The council in which histories happen: what a step says is done through the services, at the step's own moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, Submission
from quarterdeck.core import clock
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import FrameworkVersionCreate
from quarterdeck.measures import setting_checks
from quarterdeck.measures.check_catalogue import known_checks
from quarterdeck.measures.check_schemas import CheckSetting, ChecksUpdate
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.models import Unit
from tests.builders import CouncilBuilder
from tests.histories.oracle import Rule
from tests.histories.telling import BEGINNING, MEASURES, Step
from tests.reporting.reviewing import Reviewing

FIRST = datetime(2024, 1, 8, 9, tzinfo=UTC)
"""When the first step of every history is taken; then one a day."""
# What is asked about figures has tests of its own: here all that is typed can be submitted.
CALENDAR = {"submission_days": 15, "papers_clear_days": 5, "commentary_for": []}


def moment_of(step: int) -> datetime:
    """The moment of the step with this number, of which the first is 1."""
    return FIRST + timedelta(days=step)


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """Whatever is written meanwhile, by whichever session of the test, is taken back at the end."""
    session.commit()
    connection = session.get_bind()
    assert isinstance(connection, Connection)
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        session.rollback()
        savepoint.rollback()
        session.expire_all()


class CouncilWithAPast(Reviewing):
    """Housing reports H1 and H2, Environment W1; what the team has checked, Cabinet decides on."""

    def __init__(self, session: Session, council: CouncilBuilder) -> None:
        super().__init__(session, council)
        stages = [
            {"key": "check", "name": "Check", "position": 1, "kind": "check", "body_id": None},
            {"key": "cabinet", "name": "Cabinet", "position": 2, "kind": "member_body", "body_id": council.cabinet.id},
        ]
        usual = {"days_allowed": 5, "optional": False}
        version = {
            "template": "cabinet_first",
            "effective_from": date(2020, 4, 2),
            "reason": "Cabinet alone decides",
            "calendar": CALENDAR,
            "stages": [{**usual, **stage, "decisive": stage["key"] == "cabinet"} for stage in stages],
        }
        adopt_version(session, self.team, FrameworkVersionCreate.model_validate(version))
        session.commit()
        for theirs in (self.lettings, self.recycling):
            theirs.valid_to = date(2020, 4, 1)
            theirs.ended_because = "These histories have measures of their own"
        session.commit()
        self.units: dict[str, Unit] = {"housing": council.housing, "environment": council.environment}
        self.of: dict[str, Indicator] = {ref: self._measure(ref) for ref in MEASURES}
        self.rounds: dict[str, Round] = {}
        self.editions: list[PackEdition] = []

    def begin(self) -> None:
        """Forget the history before: its rows were taken back."""
        self.session.expire_all()
        self.rounds, self.editions, self.numbers = {}, [], {}

    def take(self, step: Step, number: int) -> None:
        """Do what a step says. number: which of its history it is, from 1 on."""
        ways: dict[str, Callable[[Step], Any]] = {
            "open": self._open,
            "confirm": self._confirm,
            "reopen": lambda each: self.decided(self._asked(each), "reopen", self.team, "Look at it again"),
            "seal": self._seal,
            "issue": lambda each: self.issue(self.editions[each.edition], self.council.cabinet),
            "approve": lambda each: self.decide(self.editions[each.edition], "approve", "cabinet", self.clerk),
            "return": self._return,
            "restate": self._restate,
            "target": lambda each: self.measures.target(self.of[each.ref], each.period, each.value),
            "rule": self._rule,
            "define": self._define,
        }
        with clock.set_to(moment_of(number)):
            ways[step.kind](step)

    def _measure(self, ref: str) -> Indicator:
        measure = MEASURES[ref]
        made = self.measures.indicator(
            ref,
            unit=self.units[measure.unit],
            polarity=measure.polarity,
            decimals=measure.decimals,
            definition={"effective_from": date.fromisoformat(BEGINNING), "unit_of_measure": "items"},
        )
        off = [
            CheckSetting(code=each.code, severity="off", reason="Random figures are odd")
            for each in known_checks()
            if not each.fixed
        ]
        setting_checks.set_checks(self.session, self.team, made.id, ChecksUpdate(checks=off), made.version)
        self.session.commit()
        return made

    def _asked(self, step: Step) -> Submission:
        return self.submission(self.rounds[step.period], self.units[step.unit])

    def _open(self, step: Step) -> None:
        self.rounds[step.period] = self.opened(step.period)

    def _confirm(self, step: Step) -> None:
        provider, manager = self.service_of(self.units[step.unit])
        submission = self._asked(step)
        for ref, value in step.values:
            entry = self.entry(submission, self.of[ref])
            said = {"value_state": "not_available"} if value is None else {"value": value}
            self.typed(entry, provider, **said, commentary="As it was counted")
        self.decided(submission, "submit", provider)
        self.decided(submission, "confirm", manager)

    def _seal(self, step: Step) -> None:
        self.editions.append(self.seal(self.rounds[step.period], "Sealed"))

    def _return(self, step: Step) -> None:
        edition = self.editions[step.edition]
        named = [self._asked(step).id]
        self.decide(edition, "return", "cabinet", self.clerk, comment="Count it again", submission_ids=named)

    def _restate(self, step: Step) -> None:
        proposed = self.proposed(
            self.of[step.ref],
            step.period,
            self.council.actor("data_provider", unit=self.units[MEASURES[step.ref].unit]),
            value_state="value",
            value=step.value,
        )
        self.settled(proposed, "accept")

    def _rule(self, step: Step) -> None:
        rule = _given(step.rule)
        within = {"green_within": float(rule.green)}
        if rule.kind != "last_year":
            within["amber_within"] = float(rule.amber)
        self.measures.ruled(self.of[step.ref], rule.kind, date.fromisoformat(rule.since), **within)

    def _define(self, step: Step) -> None:
        rule = _given(step.rule)
        self.measures.defined(
            self.of[step.ref],
            date.fromisoformat(rule.since),
            decimals=int(rule.amber),
            polarity=MEASURES[step.ref].polarity,
            unit_of_measure="items",
        )


def _given(rule: Rule | None) -> Rule:
    if rule is None:
        raise ValueError("the step says no rule")
    return rule
