"""The oracle: how a step is answered, what it does, what everybody may do, and everything that could be tried."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tests.stateful.oracle import editions, followed, rounds
from tests.stateful.oracle.council import Council
from tests.stateful.oracle.people import PEOPLE
from tests.stateful.oracle.things import UNITS, News, Refused, Step

Judge = Callable[[Council, Step], None]
Carry = Callable[[Council, Step, News], list[str]]
TYPED = (None, 41.0, 57.0)
RESTATED = (41.0, 63.0)
PERIODS = ("2023-24-Q2", "2024-25-Q1")
"""Quarters that have a round already, for which another is planned."""
NAMES_A_VERSION = frozenset({"round", "submission", "entry", "edition", "restatement", "action"})
MOST = {"rounds": 8, "actions": 4, "restatements": 6}


# Whose business a kind of thing is: who decides on it, works on it or only watches it.
CONCERNED = {
    "round": ("run rounds", "confirm", "seal"),
    "submission": ("enter", "review", "confirm", "see what is submitted"),
    "edition": ("seal", "issue", "decide for officers", "decide for a portfolio", "see the body's editions"),
    "restatement": ("propose figures", "accept figures", "record for members"),
    "action": ("raise actions", "work on actions", "close actions"),
}
ABOUT = {"plan": "round", "entry": "submission", "seal": "round", "issue": "edition"} | {
    "propose": "restatement",
    "raise": "action",
}
"""Of which kind of thing a step is, where its own word is another."""


@dataclass(frozen=True)
class Kind:
    """How steps of a kind are judged: what anybody is offered, what else a step needs, and what it does."""

    allows: Judge
    carry_out: Carry
    also: Judge | None = None
    accepted: int = 200


KINDS = {
    "plan": Kind(rounds.allows_plan, rounds.plan, accepted=201),
    "round": Kind(rounds.allows_round, rounds.decide_round, rounds.takes_over),
    "submission": Kind(rounds.allows_submission, rounds.decide_submission, rounds.off_system),
    "entry": Kind(rounds.allows_entry, rounds.save_entry),
    "seal": Kind(editions.allows_seal, editions.seal, accepted=201),
    "issue": Kind(editions.allows_issue, editions.issue, accepted=201),
    "edition": Kind(editions.allows_decision, editions.decide, editions.names_its_own),
    "propose": Kind(followed.allows_proposal, followed.propose, accepted=201),
    "restatement": Kind(followed.allows_restatement, followed.decide_restatement, followed.not_overtaken),
    "raise": Kind(followed.allows_raising, followed.raise_action, accepted=201),
    "action": Kind(followed.allows_action, followed.decide_action),
}
ACTIONS = {
    "round": tuple(rounds.OF_ROUND),
    "submission": tuple(rounds.OF_SUBMISSION),
    "restatement": followed.OF_RESTATEMENT,
    "action": tuple(followed.OF_ACTION),
}


def status_of(council: Council, step: Step) -> int:
    """How a request for this step has to be answered."""
    kind = KINDS[step.kind]
    try:
        kind.allows(council, step)
        if kind.also is not None:
            kind.also(council, step)
    except Refused as refused:
        return refused.status
    return kind.accepted


def carry_out(council: Council, step: Step, news: News) -> list[str]:
    """Do a lawful step; the events that have to stand in the journal, in any order."""
    council.now += 1
    return KINDS[step.kind].carry_out(council, step, news)


def is_lawful(council: Council, step: Step) -> bool:
    return status_of(council, step) < 300


def allowed(council: Council, who: str, kind: str, number: int) -> list[str]:
    """The actions that somebody is offered on a thing, in alphabetical order."""
    if kind == "edition":
        edition = council.editions[number]
        found = list(editions.offered(council, PEOPLE[who], edition))
        if any(is_lawful(council, Step(who, "issue", number, body=body)) for body in editions.BODIES):
            found.append("issue")
        return sorted(found)
    return sorted(action for action in ACTIONS[kind] if _offers(council, Step(who, kind, number, action)))


def _offers(council: Council, step: Step) -> bool:
    try:
        KINDS[step.kind].allows(council, step)
    except Refused:
        return False
    return True


def sees(council: Council, who: str, kind: str) -> list[int]:
    """The things of a kind that somebody reads, by id. Who belongs elsewhere reads none."""
    person = PEOPLE[who]
    if person.elsewhere:
        return []
    match kind:
        case "submission":
            return sorted(each.id for each in council.submissions.values() if council.sees_submission(person, each))
        case "edition":
            return sorted(each.id for each in council.editions.values() if council.sees_edition(person, each))
    return sorted({"round": council.rounds, "restatement": council.restatements, "action": council.actions}[kind])


def concerned(kind: str) -> list[str]:
    """Everybody, and whose business this kind of step or thing is three times: to be drawn from."""
    powers = CONCERNED[ABOUT.get(kind, kind)]
    return sorted([*PEOPLE, *2 * [who for who, person in PEOPLE.items() if person.holds(*powers)]])


def moves(council: Council) -> list[Step]:
    """Everything that can be said of what stands, whoever says it (nobody is named yet)."""
    say = partial(Step, "")
    return [*_of_rounds(council, say), *_of_editions(council, say), *_of_what_follows(council, say)]


def _of_rounds(council: Council, say: Callable[..., Step]) -> Iterator[Step]:
    if len(council.rounds) < MOST["rounds"]:
        yield from (say("plan", period=period) for period in PERIODS)
    for round_ in council.rounds.values():
        for action in rounds.OF_ROUND:
            if action in ("defer", "merge"):
                yield from (say("round", round_.id, action, into=into) for into in council.rounds)
            else:
                yield say("round", round_.id, action)
        yield say("seal", round_.id, comment=False)
        yield say("seal", round_.id, allow_missing=True)
    for submission in council.submissions.values():
        yield from (say("submission", submission.id, action) for action in rounds.OF_SUBMISSION)
        for period in submission.entries:
            yield from (say("entry", submission.id, period=period, value=value) for value in TYPED)


def _of_editions(council: Council, say: Callable[..., Step]) -> Iterator[Step]:
    for edition in council.editions.values():
        yield from (say("issue", edition.id, body=body) for body in editions.BODIES)
        of_round = [each.id for each in council.submissions_of(edition.round)]
        for stage in council.rounds[edition.round].stages:
            if stage.kind == "check":
                continue
            for portfolio in ("HOMES", "STREETS") if stage.kind == "portfolios" else (None,):
                where = {"stage": stage.key, "portfolio": portfolio}
                yield from (say("edition", edition.id, action, **where) for action in editions.ACTIONS)
                yield from (say("edition", edition.id, "return", named=(each,), **where) for each in of_round)
                yield say("edition", edition.id, "return", named=tuple(of_round), **where)


def _of_what_follows(council: Council, say: Callable[..., Step]) -> Iterator[Step]:
    if len(council.restatements) < MOST["restatements"]:
        periods = sorted({round_.period for round_ in council.rounds.values()})
        for unit in UNITS:
            for period in periods:
                yield from (say("propose", unit=unit, period=period, value=value) for value in RESTATED)
    for number in council.restatements:
        yield from (say("restatement", number, action) for action in followed.OF_RESTATEMENT)
    if len(council.actions) < MOST["actions"]:
        yield from (say("raise", unit=unit, body=body) for unit in UNITS for body in ("CAB", None))
    for number in council.actions:
        yield from (say("action", number, action) for action in followed.OF_ACTION)


def lawful(council: Council, among: Sequence[Step]) -> list[Step]:
    """Every lawful step: who may do which of these."""
    return [step for step in _by_everybody(among) if is_lawful(council, step)]


def possible(council: Council, among: Sequence[Step]) -> list[Step]:
    """Those of these that somebody may do."""
    return [move for move in among if lawful(council, [move])]


def untimely(council: Council, among: Sequence[Step]) -> list[Step]:
    """Steps by who has the role for them, that are refused for how things stand."""
    return [step for step in _by_everybody(among) if status_of(council, step) in (409, 422)]


def outdated(council: Council, among: Sequence[Step]) -> list[Step]:
    """What would be lawful, had the thing not changed since it was read."""
    return [replace(step, stale=True) for step in lawful(council, among) if step.kind in NAMES_A_VERSION]


def _by_everybody(among: Sequence[Step]) -> Iterator[Step]:
    return (replace(move, who=who) for move in among for who in PEOPLE)
