"""What is followed up: figures restated, and actions from raising to closure."""

from tests.stateful.oracle.council import Council
from tests.stateful.oracle.people import Person
from tests.stateful.oracle.things import PORTFOLIO_OF, Action, News, Restatement, Revision, Step, require

OF_RESTATEMENT = ("accept", "decline", "withdraw")
# From which state an action takes what, where that leads, and whether it needs a reason.
OF_ACTION = {
    "report_done": (("open",), "awaiting_closure", True),
    "confirm_closure": (("awaiting_closure",), "completed", False),
    "send_back": (("awaiting_closure",), "open", True),
    "cancel": (("open",), "cancelled", True),
    "reopen": (("completed", "cancelled"), "open", True),
}


def allows_proposal(council: Council, step: Step) -> None:
    person = council.person(step.who, "propose figures")
    # Somebody else's series is no series one can name.
    require(not person.elsewhere, 422)
    require(person.may("propose figures", step.unit, PORTFOLIO_OF[step.unit]), 403)
    standing = council.latest((step.unit, step.period))
    require(standing is not None, 422)
    assert standing is not None
    require(standing.value != step.value, 409)
    waiting = [each for each in council.restatements.values() if each.state == "proposed"]
    require((step.unit, step.period) not in [each.cell for each in waiting], 409)


def propose(council: Council, step: Step, news: News) -> list[str]:
    assert step.value is not None
    cell = (step.unit, step.period)
    council.restatements[news.id] = Restatement(news.id, cell, step.value, step.who, council.now)
    return ["restatement.propose"]


def allows_restatement(council: Council, step: Step) -> None:
    person = council.person(step.who, "propose figures", "accept figures")
    restatement = council.ours(person, council.restatements.get(step.id))
    power = "propose figures" if step.action == "withdraw" else "accept figures"
    require(person.may(power, restatement.cell[0]), 403)
    require(not step.stale, 412)
    require(restatement.state == "proposed", 409)
    require(step.comment or step.action != "decline", 409)
    # Two people restate a figure: who proposes it, and who decides; only the first withdraws.
    require((restatement.proposed_by == step.who) == (step.action == "withdraw"), 409)


def not_overtaken(council: Council, step: Step) -> None:
    """A figure that has changed since is not restated from what stood before."""
    restatement = council.restatements[step.id]
    standing = council.latest(restatement.cell)
    assert standing is not None
    require(step.action != "accept" or standing.recorded_at <= restatement.proposed_at, 409)


def decide_restatement(council: Council, step: Step, news: News) -> list[str]:
    restatement = council.restatements[step.id]
    restatement.version += 1
    restatement.state = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[step.action]
    if step.action == "accept":
        revisions = council.figures[restatement.cell]
        # What a body has approved of the cell stays approved in its new form.
        approved = any(each.approved for each in revisions)
        revisions.append(Revision(restatement.value, council.now, approved, restated=True))
    return [f"restatement.{step.action}"]


def allows_raising(council: Council, step: Step) -> None:
    person = council.person(step.who, "raise actions")
    require(not person.elsewhere, 422)
    require(person.may("raise actions", step.unit, step.body), 403)


def raise_action(council: Council, step: Step, news: News) -> list[str]:
    council.actions[news.id] = Action(news.id, step.unit, step.body, step.who)
    return ["action.raise"]


def allows_action(council: Council, step: Step) -> None:
    person = council.person(step.who, "work on actions", "close actions", "raise actions")
    action = council.ours(person, council.actions.get(step.id))
    states, _, reason = OF_ACTION[step.action]
    if step.action == "report_done":
        require(person.may("work on actions", action.unit, action.body), 403)
    else:
        require(_closes(step.who, person, action), 403)
    require(not step.stale, 412)
    require(action.state in states and (step.comment or not reason), 409)
    require(step.action != "confirm_closure" or action.reported_by != step.who, 409)


def _closes(who: str, person: Person, action: Action) -> bool:
    """Whoever raised it, and whoever records for the body that asked; without a body, for the unit that was asked."""
    if person.may("close actions", action.body or action.unit):
        return True
    return action.raised_by == who and person.holds("raise actions")


def decide_action(council: Council, step: Step, news: News) -> list[str]:
    action = council.actions[step.id]
    action.version += 1
    action.state = OF_ACTION[step.action][1]
    if step.action == "report_done":
        action.reported_by = step.who
    elif action.state == "open":
        action.reported_by = None
    return [f"action.{step.action}"]
