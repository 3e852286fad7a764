"""The walk: steps drawn among roles and states, taken at the API, and judged by the oracle after each."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.stateful.oracle import judging
from tests.stateful.oracle.council import Council
from tests.stateful.oracle.things import Step
from tests.stateful.world import LISTS, World

# What brings a quarter forward, so that a walk of thirty steps comes through all its stages.
FORWARD = {
    ("round", "open"),
    ("entry", ""),
    ("submission", "submit"),
    ("submission", "confirm"),
    ("seal", ""),
    ("edition", "approve"),
    ("issue", ""),
    ("restatement", "accept"),
    ("propose", ""),
    ("round", "close"),
}
REVIEWING = {
    ("seal", ""),
    ("issue", ""),
    *(("edition", action) for action in ("approve", "note", "return")),
    *(("restatement", action) for action in ("accept", "decline", "withdraw")),
    ("propose", ""),
    ("submission", "reopen"),
}
Way = tuple[str, str]
"""A kind of step, and its action."""
Among = Callable[[Council, Sequence[Step]], list[Step]]
SHOWN_AS = {"plan": "round", "seal": "edition", "propose": "restatement", "raise": "action"}
"""Of what kind is that which a step makes."""
OTHERWISE: dict[str, Among] = {
    "by anybody": judging.possible,
    "at any time": lambda _, moves: list(moves),
    "without a reason": lambda _, moves: [replace(move, comment=False) for move in moves],
    "out of turn": judging.untimely,
    "of something that has changed": judging.outdated,
}
BY_WHOM_IT_BECOMES = {"out of turn", "of something that has changed"}
"""Of these the oracle names who has the role for them."""


class Walk:
    """One walk of a council from where it stands, with its memory in the oracle."""

    def __init__(self, world: World, council: Council, counts: Counter[str]) -> None:
        self.world, self.council, self.counts = world, council, counts

    def take(self, step: Step) -> None:
        """Take a step at the API; it has to be answered, journalled and remembered as the oracle says."""
        due = judging.status_of(self.council, step)
        if currently_in_test_context():
            note(f"{step} has to be answered with {due}")
        events, change_no = self.world.head()
        answer = self.world.ask(step, self._version(step))
        assert answer.status_code == due, f"{step}: {answer.status_code} instead of {due}: {answer.text}"
        self.counts[str(due)] += 1
        if due >= 300:
            assert self.world.head() == (events, change_no), f"{step} is refused and journalled"
            assert self.world.stands() == remembered(self.council), f"{step} is refused and changes something"
            return
        told = answer.json()
        news = self.world.news(step, told, set(self.council.restatements))
        expected = judging.carry_out(self.council, step, news)
        self._journalled(step, expected, events, change_no)
        assert self.world.stands() == remembered(self.council), f"{step} changes something else"
        assert self.world.faults() == [], f"after {step}"
        if "allowed_actions" in told:
            kind = SHOWN_AS.get(step.kind, step.kind)
            assert sorted(told["allowed_actions"]) == judging.allowed(self.council, step.who, kind, told["id"]), step

    def look(self, who: str, kind: str) -> None:
        """Somebody reads a list: it holds what they may see, and offers what they may do."""
        due = {each: judging.allowed(self.council, who, kind, each) for each in judging.sees(self.council, who, kind)}
        assert self.world.offered(who, kind) == due, f"{who} reads {LISTS[kind]}"

    def end(self) -> None:
        """Whatever was walked: the logs hold, and every edition is what was sealed."""
        assert self.world.faults_of_the_logs() == []
        assert self.world.faults() == []

    def _version(self, step: Step) -> int | None:
        if step.kind not in judging.NAMES_A_VERSION:
            return None
        thing: Any = getattr(self.council, f"{'submission' if step.kind == 'entry' else step.kind}s")[step.id]
        version = thing.entries[step.period].version if step.kind == "entry" else thing.version
        return version + 1 if step.stale else version

    def _journalled(self, step: Step, expected: list[str], events: int, change_no: int) -> None:
        found = self.world.events_after(events)
        assert Counter(each.action for each in found) == Counter(expected), f"{step} is journalled otherwise"
        assert {each.actor_id for each in found} <= {self.world.people[step.who]}, f"{step} is somebody else's"
        assert self.world.head() == (events + len(expected), change_no + bool(expected)), step


def remembered(council: Council) -> dict[str, Any]:
    """The oracle's memory in the shape of `World.stands`."""
    found: dict[str, Any] = {
        kind: {each.id: (each.state, each.version) for each in getattr(council, kind).values()}
        for kind in ("rounds", "submissions", "editions", "restatements", "actions")
    }
    entries = [entry for each in council.submissions.values() for entry in each.entries.values()]
    found["entries"] = {entry.id: (entry.value, entry.version) for entry in entries}
    found["latest"] = {cell: each.value for cell in council.figures if (each := council.latest(cell))}
    found["approved"] = {cell: each.value for cell in council.figures if (each := council.approved(cell))}
    return found


class CouncilAtWork(RuleBasedStateMachine):
    """Roles × states. `world` and `begun` are set by the test: the council, and where its memory begins."""

    world: World
    begun: Council
    counts: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk(self.world, self.begun.copy(), self.counts)
        self._run = ExitStack()
        self._run.enter_context(self.world.set_back())

    # What hypothesis draws for itself it draws often alike and often first: of many steps each is as good.
    @initialize(chance=st.randoms(use_true_random=True))
    def set_out(self, chance: Random) -> None:
        """Every run has its own chance."""
        self.chance = chance

    @rule()
    def lawfully(self) -> None:
        """What somebody may do: often what brings the quarter on, or what reviews decide."""
        self._take_one(judging.lawful, self.chance.choice((FORWARD, FORWARD, REVIEWING, None)))

    @rule()
    def by_anybody(self) -> None:
        """What could be done now, by anybody at all; or what is refused for how things stand."""
        how = self.chance.choice(sorted(OTHERWISE))
        self._take_one(OTHERWISE[how], anybody=how not in BY_WHOM_IT_BECOMES)

    def teardown(self) -> None:
        try:
            self.walk.end()
        finally:
            self._run.close()

    def _take_one(self, among: Among, ways: Collection[Way] | None = None, anybody: bool = False) -> None:
        """Take a step of those that `among` picks, by who is named in it or by anybody; then somebody looks.

        Its way (kind and action) is chosen first: there are many ways to raise an action, and one to seal.
        """
        by_way: dict[Way, list[Step]] = {}
        for move in judging.moves(self.walk.council):
            by_way.setdefault((move.kind, move.action), []).append(move)
        found = sorted(way for way in by_way if ways is None or way in ways)
        self.chance.shuffle(found)
        for way in found:
            if steps := among(self.walk.council, by_way[way]):
                step = self.chance.choice(steps)
                if anybody:
                    step = replace(step, who=self.chance.choice(judging.concerned(step.kind)))
                self.walk.take(step)
                self._look(judging.ABOUT.get(step.kind, step.kind))
                return
        # Nothing of that sort is to be had as things stand.
        self._take_one(lambda _, moves: list(moves), anybody=True)

    def _look(self, kind: str) -> None:
        """Somebody reads a list of things, of the kind that was changed as often as of all others."""
        at = self.chance.choice([*sorted(LISTS), *4 * [kind]])
        self.walk.look(self.chance.choice(judging.concerned(at)), at)
