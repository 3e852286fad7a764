"""Rounds: planned, opened, closed, cancelled, skipped, deferred, merged; and submissions until they are confirmed."""

from tests.stateful.oracle.council import Council
from tests.stateful.oracle.things import (
    UNITS,
    Entry,
    News,
    Restatement,
    Revision,
    Round,
    Stage,
    Step,
    Submission,
    require,
)

# From which states a round takes an action, and whether it needs a reason.
OF_ROUND = {
    "open": (("planned",), False),
    "skip_stage": (("reviewing",), True),
    "close": (("reviewing",), False),
    "cancel": (("planned", "collecting"), True),
    "skip": (("planned", "collecting"), True),
    "defer": (("planned", "collecting"), True),
    "merge": (("planned", "collecting"), True),
}
# Who does what with a submission, from which states, where that leads, and whether it needs a reason.
OF_SUBMISSION = {
    "start": ("enter", ("requested",), "draft", False),
    "submit": ("enter", ("draft", "returned"), "submitted", False),
    "return": ("review", ("submitted",), "returned", True),
    "confirm": ("confirm", ("submitted",), "confirmed", False),
    "confirm_off_system": ("run rounds", ("submitted",), "confirmed", True),
    "extend": ("run rounds", ("requested", "draft", "returned"), None, True),
    "remind": ("run rounds", ("requested", "draft", "returned"), None, False),
    "reopen": ("run rounds", ("confirmed",), "returned", True),
}


def stages() -> list[Stage]:
    """Cabinet decides, scrutiny considers if it wants to."""
    return [
        Stage("check", 1, "check", state="open"),
        Stage("officer_review", 2, "officers", "CMT"),
        Stage("portfolio_review", 2, "portfolios"),
        Stage("cabinet", 3, "members", "CAB", decisive=True),
        Stage("scrutiny", 4, "members", "OSC", optional=True),
    ]


def allows_plan(council: Council, step: Step) -> None:
    # Another council plans rounds of its own, once it has adopted a framework for them.
    require(not council.person(step.who, "run rounds").elsewhere, 409)


def plan(council: Council, step: Step, news: News) -> list[str]:
    council.rounds[news.id] = Round(news.id, step.period)
    return ["round.plan"]


def allows_round(council: Council, step: Step) -> None:
    round_ = council.ours(council.person(step.who, "run rounds"), council.rounds.get(step.id))
    states, reason = OF_ROUND[step.action]
    require(not step.stale, 412)
    require(round_.state in states and (step.comment or not reason), 409)
    match step.action:
        case "open":
            require(not council.has_its_own_round(round_.period, but=round_.id), 409)
            require(not council.taken_by_another(round_), 409)
        case "close":
            require(all(stage.state in ("decided", "skipped") for stage in round_.stages), 409)
        case "skip_stage":
            require(any(stage.optional for stage in round_.open_stages()), 409)
        case "cancel" | "skip":
            require(council.nothing_submitted(round_.id) and not council.continued_in(round_), 409)
        case _:
            require(council.nothing_submitted(round_.id), 409)


def takes_over(council: Council, step: Step) -> None:
    """A quarter is deferred to a later one, or merged with it, to which nobody has submitted yet."""
    if step.action not in ("defer", "merge"):
        return
    taker = council.rounds.get(step.into or 0)
    require(taker is not None and taker.period > council.rounds[step.id].period, 422)
    assert taker is not None
    require(taker.state in ("planned", "collecting") and council.nothing_submitted(taker.id), 409)


def decide_round(council: Council, step: Step, news: News) -> list[str]:
    round_ = council.rounds[step.id]
    round_.version += 1
    match step.action:
        case "open":
            round_.state, round_.stages = "collecting", stages()
            _ask(council, round_, news)
        case "close":
            round_.state = "closed"
        case "skip_stage":
            stage = next(stage for stage in round_.open_stages() if stage.optional)
            stage.state = "skipped"
        case "cancel" | "skip":
            round_.state = "cancelled"
        case _:
            assert step.into is not None
            taker = council.rounds[step.into]
            round_.state, round_.continued_in = "cancelled", taker.id
            taker.version += 1
            if taker.state == "collecting":
                _ask(council, taker, news)
            return [f"round.{step.action}", "round.continue"]
    return [f"round.{step.action}"]


def _ask(council: Council, round_: Round, news: News) -> None:
    """Each unit is asked for each period that the round reports; what was typed for a deferred one comes along."""
    there = {each.unit: each for each in council.submissions_of(round_.id)}
    for unit in UNITS:
        cells = {(unit, period) for period in council.reported_by(round_)}
        wanted = {period for _, period in cells - council.locked(cells)}
        had = set(there[unit].entries) if unit in there else set()
        if wanted <= had:
            continue
        submission_id, entries = news.asked[unit]
        assert set(entries) == wanted | had, f"{unit} is asked for {sorted(entries)}, not {sorted(wanted | had)}"
        submission = council.submissions.setdefault(submission_id, Submission(submission_id, round_.id, unit))
        for period in wanted - had:
            submission.entries[period] = _as_typed(council, round_, unit, period, entries[period])


def _as_typed(council: Council, round_: Round, unit: str, period: str, entry_id: int) -> Entry:
    earlier = [
        each.entries[period]
        for other in council.continued_in(round_)
        for each in council.submissions_of(other.id)
        if each.unit == unit and period in each.entries and each.entries[period].typed_at
    ]
    if not earlier:
        return Entry(entry_id)
    last = max(earlier, key=lambda entry: (entry.typed_at, entry.id))
    return Entry(entry_id, last.value, typed_at=last.typed_at)


def allows_submission(council: Council, step: Step) -> None:
    person = council.person(step.who, "enter", "review", "confirm", "run rounds")
    submission = council.ours(person, council.submissions.get(step.id))
    require(council.sees_submission(person, submission), 404)
    power, states, _, reason = OF_SUBMISSION[step.action]
    require(person.may(power, submission.unit), 403)
    require(not step.stale, 412)
    require(submission.state in states and (step.comment or not reason), 409)
    require(council.runs(submission.round), 409)
    match step.action:
        case "submit":
            require(all(entry.value is not None for entry in submission.entries.values()), 409)
        case "confirm":
            require(submission.submitted_by != step.who, 409)
        case "reopen" if not council.returned_by_members(submission.round):
            require(not council.locked(submission.cells()), 409)
            require(council.rounds[submission.round].state == "collecting", 409)


def off_system(council: Council, step: Step) -> None:
    """A confirmation off the system names a post and evidence; this walk has none to name."""
    require(step.action != "confirm_off_system", 422)


def decide_submission(council: Council, step: Step, news: News) -> list[str]:
    submission = council.submissions[step.id]
    submission.version += 1
    submission.state = OF_SUBMISSION[step.action][2] or submission.state
    events = [f"submission.{step.action}"]
    match step.action:
        case "submit":
            submission.submitted_by, submission.was_submitted = step.who, True
        case "return":
            submission.came_back = True
        case "reopen":
            submission.came_back = True
            say_what_stands(council, submission)
        case "confirm":
            events += _put_on_record(council, submission, step, news)
    return events


def say_what_stands(council: Council, submission: Submission) -> None:
    """What comes back after it was confirmed says what its figures were restated to meanwhile."""
    for period, entry in submission.entries.items():
        standing = council.latest((submission.unit, period))
        if standing is not None and standing.restated and standing.value != entry.value:
            entry.value = standing.value
            entry.version += 1


def _put_on_record(council: Council, submission: Submission, step: Step, news: News) -> list[str]:
    """First figures and corrections; what members have seen changes as a restatement of who submitted it."""
    events = []
    for period, entry in submission.entries.items():
        cell = (submission.unit, period)
        standing = council.latest(cell)
        assert entry.value is not None
        if standing is not None and standing.value == entry.value:
            continue
        approved = restated = False
        if standing is not None and council.locked([cell]):
            assert submission.came_back, "what members have seen changes after their return alone"
            made = Restatement(news.restated[cell], cell, entry.value, submission.submitted_by or "", 0, "accepted")
            council.restatements[made.id] = made
            approved, restated = standing.approved, True
            events.append("restatement.accept")
        council.figures.setdefault(cell, []).append(Revision(entry.value, council.now, approved, restated))
    return events


def allows_entry(council: Council, step: Step) -> None:
    person = council.person(step.who, "enter")
    submission = council.ours(person, council.submissions.get(step.id))
    require(council.sees_submission(person, submission), 404)
    require(person.may("enter", submission.unit), 403)
    require(not step.stale, 412)
    require(submission.state in ("requested", "draft", "returned") and council.runs(submission.round), 409)


def save_entry(council: Council, step: Step, news: News) -> list[str]:
    """Autosave changes the entry and starts its submission, and leaves no event."""
    submission = council.submissions[step.id]
    entry = submission.entries[step.period]
    if entry.value != step.value:
        entry.value, entry.typed_at = step.value, council.now
        entry.version += 1
        if submission.state == "requested":
            submission.state = "draft"
            submission.version += 1
    return []
