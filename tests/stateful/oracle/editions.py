"""Editions: sealed, issued to bodies, decided on at each stage, returned."""

from collections.abc import Iterator

from tests.stateful.oracle.council import Council
from tests.stateful.oracle.people import Person
from tests.stateful.oracle.rounds import say_what_stands
from tests.stateful.oracle.things import PORTFOLIO_OF, Edition, News, Round, Stage, Step, require

BODIES = ("CMT", "CAB", "OSC")
ACTIONS = ("approve", "note", "return")
DECIDES = {"officers": "decide for officers", "portfolios": "decide for a portfolio", "members": "record for members"}


def allows_seal(council: Council, step: Step) -> None:
    round_ = council.ours(council.person(step.who, "seal"), council.rounds.get(step.id))
    require(round_.state == "collecting", 409)
    if any(each.state != "confirmed" for each in council.submissions_of(round_.id)):
        require(step.allow_missing and step.comment, 409)


def seal(council: Council, step: Step, news: News) -> list[str]:
    """The next edition pins what is on record of what the round asked for, and the next stages open on it."""
    round_ = council.rounds[step.id]
    asked = {cell for each in council.submissions_of(round_.id) for cell in each.cells()}
    for each in council.editions.values():
        if each.round == round_.id and each.state == "sealed":
            each.state, each.version = "superseded", each.version + 1
    pinned = {cell: len(council.figures[cell]) - 1 for cell in asked if council.figures.get(cell)}
    edition = council.editions[news.id] = Edition(news.id, round_.id, pinned)
    round_.state, round_.version = "reviewing", round_.version + 1
    check = next(stage for stage in round_.open_stages() if stage.kind == "check")
    check.state, check.edition = "decided", edition.id
    return ["round.seal", "pack_edition.seal", *_open_next(round_, edition)]


def _open_next(round_: Round, edition: Edition) -> list[str]:
    """The waiting stages of the lowest position open, once none is open. Officers have the edition at once."""
    events: list[str] = []
    while waiting := [stage for stage in round_.stages if stage.state == "waiting"]:
        if round_.open_stages():
            break
        first = min(stage.position for stage in waiting)
        for stage in waiting:
            if stage.position != first:
                continue
            # Holders whose portfolios hold nothing of the edition have nothing to decide.
            nothing = stage.kind == "portfolios" and not edition.portfolios()
            stage.state, stage.edition = "decided" if nothing else "open", edition.id
            if stage.kind == "officers" and stage.body is not None and stage.body not in edition.issues:
                edition.issues[stage.body] = None
                events.append("pack_edition.issue")
    return events


def allows_issue(council: Council, step: Step) -> None:
    person = council.person(step.who, "issue")
    edition = council.ours(person, council.editions.get(step.id))
    require(person.may("issue", step.body), 403)
    round_ = council.rounds[edition.round]
    own = [stage for stage in round_.stages if stage.body == step.body]
    require(edition.state == "sealed" and step.body not in edition.issues, 409)
    require(not all(stage.state in ("decided", "skipped") for stage in own), 409)
    # Papers go to members when the check and the reviews before them are done; other members' stages need not be.
    before = [stage for stage in round_.stages if stage.position < own[0].position and stage.kind != "members"]
    require(all(stage.state in ("decided", "skipped") for stage in before), 409)


def issue(council: Council, step: Step, news: News) -> list[str]:
    assert step.body is not None
    council.editions[step.id].issues[step.body] = None
    return ["pack_edition.issue"]


def allows_decision(council: Council, step: Step) -> None:
    person = council.person(step.who, *DECIDES.values())
    edition = council.ours(person, council.editions.get(step.id))
    require(council.sees_edition(person, edition), 404)
    stage = next(each for each in council.rounds[edition.round].stages if each.key == step.stage)
    require(person.may(DECIDES[stage.kind], stage.body, step.portfolio), 403)
    require(not step.stale, 412)
    require(_awaits(edition, stage, step.portfolio), 409)
    require(step.comment or step.action != "return", 409)


def names_its_own(council: Council, step: Step) -> None:
    """A portfolio holder sends back what holds something of the portfolio: more they do not review."""
    named = {PORTFOLIO_OF[council.submissions[each].unit] for each in step.named}
    require(step.portfolio is None or named <= {step.portfolio}, 422)


def _awaits(edition: Edition, stage: Stage, portfolio: str | None) -> bool:
    if stage.state != "open" or stage.edition != edition.id:
        return False
    if stage.kind == "portfolios":
        return portfolio in edition.portfolios() - edition.portfolios_decided
    return stage.kind != "members" or stage.body in edition.issues


def decide(council: Council, step: Step, news: News) -> list[str]:
    edition = council.editions[step.id]
    round_ = council.rounds[edition.round]
    stage = next(each for each in round_.stages if each.key == step.stage)
    edition.version += 1
    if step.portfolio is not None:
        edition.portfolios_decided.add(step.portfolio)
    if stage.body is not None and edition.issues[stage.body] is None:
        edition.issues[stage.body] = step.action
    events = [f"pack_edition.{step.action}", "approval.record"]
    if step.action == "return":
        return [*events, "round.send_back", *_send_back(council, round_, step)]
    if stage.kind == "portfolios" and edition.portfolios() - edition.portfolios_decided:
        return events
    stage.state = "decided"
    if stage.decisive:
        for cell, revision in edition.figures.items():
            council.figures[cell][revision].approved = True
    return [*events, *_open_next(round_, edition)]


def _send_back(council: Council, round_: Round, step: Step) -> list[str]:
    """The round collects again: its check is open, what was open waits for the next edition, decided stays decided."""
    round_.state, round_.version = "collecting", round_.version + 1
    for stage in round_.stages:
        if stage.kind == "check":
            stage.state, stage.edition = "open", None
        elif stage.state == "open":
            stage.state, stage.edition = "waiting", None
    events = []
    for submission in council.submissions_of(round_.id):
        if submission.id in step.named and submission.state == "confirmed":
            submission.state, submission.version, submission.came_back = "returned", submission.version + 1, True
            say_what_stands(council, submission)
            events.append("submission.send_back")
    return events


def offered(council: Council, person: Person, edition: Edition) -> Iterator[str]:
    """The decisions that an edition offers somebody, if one is theirs to take now."""
    stages = council.rounds[edition.round].stages
    decisions = [(stage, each) for stage in stages for each in _portfolios(edition, stage) if stage.kind != "check"]
    if any(
        _awaits(edition, stage, each) and person.may(DECIDES[stage.kind], stage.body, each) for stage, each in decisions
    ):
        yield from ACTIONS


def _portfolios(edition: Edition, stage: Stage) -> list[str | None]:
    return [*sorted(edition.portfolios())] if stage.kind == "portfolios" else [None]
