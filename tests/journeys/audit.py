"""The log of a journey, compared with what its people did: an event for each change, by who made it, and none else."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.journeys.council import Council, Done

EVENTS: dict[str, tuple[str, ...]] = {
    "POST /units": ("unit.create",),
    "POST /bodies": ("body.create",),
    "POST /portfolios": ("portfolio.create",),
    "POST /posts": ("post.create",),
    "POST /posts/:id/holdings": ("post.hold",),
    "POST /people": ("person.create", "person.set_password"),
    "POST /role-grants": ("role_grant.create",),
    "PATCH /role-grants/:id": ("role_grant.update",),
    "POST /delegations": ("delegation.create",),
    "PATCH /delegations/:id": ("delegation.update",),
    "POST /evidence": ("evidence.add",),
    "POST /meetings": ("meeting.create",),
    "PATCH /meetings/:id": ("meeting.update",),
    "POST /framework/versions": ("framework.adopt",),
    "POST /plans": ("plan.create",),
    "POST /plans/:id/decisions": ("plan.:action", "approval.record"),
    "POST /themes": ("theme.create",),
    "POST /priorities": ("priority.create",),
    "POST /activities": ("activity.create",),
    "POST /indicators": ("indicator.create",),
    "POST /indicators/:id/definitions": ("definition.add", "approval.record"),
    "POST /indicators/:id/rating-rules": ("rating_rule.add",),
    "POST /indicators/:id/calculations": ("calculation.add",),
    "POST /indicators/:id/targets": ("target.propose",),
    "POST /indicators/:id/rebases": ("process_rebase.record",),
    "POST /indicators/:id/data-quality-assessments": ("data_quality_assessment.record",),
    "POST /rebases/:id/withdrawals": ("process_rebase.withdraw",),
    "POST /targets/:id/decisions": ("target.:action", "approval.record"),
    "POST /rounds": ("round.plan",),
    "POST /rounds/:id/decisions": ("round.:action",),
    # Autosave is no change of the record: the log takes one event at submit, not one a keystroke.
    "PATCH /submissions/:id/entries/:id": (),
    "POST /submissions/:id/decisions": ("submission.:action",),
    "POST /packs": ("pack_edition.seal", "round.seal"),
    "POST /packs/:id/issues": ("pack_edition.issue",),
    "POST /packs/:id/lifted-exemptions": ("pack_edition.lift_exemption",),
    "POST /packs/:id/decisions": ("pack_edition.:action", "approval.record"),
    "POST /restatements": ("restatement.propose",),
    "POST /restatements/:id/decisions": ("restatement.:action",),
    "POST /actions": ("action.raise",),
    "PATCH /actions/:id": ("action.update",),
    "POST /actions/:id/decisions": ("action.:action",),
}
"""What the log has of each request, whoever makes it."""

OFFICERS_HAVE_IT = ("performance team", "pack_edition.issue")
"""What follows where an edition is sealed for the officers' review: they have it at once."""
FOUNDING = ("council.create", "person.create", "person.set_password", "role_grant.create")
"""What the operator's command did before anybody signed in."""


def log_tells_all(council: Council, followed: Iterable[tuple[str, str]]) -> int:
    """Hold the council's log against what was done; returns its number of events.

    followed: what followed from that, as (who did it, event): no request of its own. Each event is by who did
    it, in a chain that verifies; the moments never run backwards.
    """
    auditor = council["auditor"]
    events = [each for each in auditor.items("/audit-events", limit=500) if each["journal"] == "council"]
    told = Counter((each["actor_id"], each["action"]) for each in events)
    done = Counter((None, action) for action in FOUNDING)
    done.update((council.people[each.who], action) for each in council.done for action in _events_of(each))
    done.update((council.people[who], action) for who, action in followed)
    assert told == done, f"told and not done: {told - done}; done and not told: {done - told}"
    assert [each["position"] for each in events] == list(range(len(events), 0, -1))
    moments = [each["recorded_at"] for each in events]
    assert moments == sorted(moments, reverse=True)
    verification = auditor.get("/audit-events/verify")
    ends = [{name: each[name] for name in ("position", "recorded_at")} for each in (events[-1], events[0])]
    assert verification == {
        "sound": True,
        "events": len(events),
        "first": ends[0],
        "last": ends[1],
        "chain_hash": events[0]["hash"],
        "faults": [],
    }
    return len(events)


def _events_of(done: Done) -> Iterator[str]:
    for event in EVENTS[f"{done.method} {re.sub(r'/[0-9]+', '/:id', done.path)}"]:
        yield event.replace(":action", (done.body or {}).get("action", ""))
