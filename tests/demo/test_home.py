"""Everybody in the demo finds on the start page what waits for them, and it is theirs to do."""

from typing import Any

import pytest

from quarterdeck.demo.papers import papers
from tests.demo.conftest import Visitor

pytestmark = pytest.mark.slow
NOTHING_TO_DO = {"administrator", "analyst"}
"""Roles of which nothing in the quarter's round is asked."""
EXPECTED = {
    "performance": {"rounds", "late", "restatements", "targets", "closures"},
    "performance.officer": {"rounds", "late", "answers"},
    "director": {"papers", "comment_answers"},
    "cabinet": {"papers"},
    "scrutiny": {"papers"},
    "auditor": {"papers"},
    "clerk": {"closures"},
    "portfolioholder": {"reviews", "comment_answers", "papers"},
    "provider": {"returned", "comments"},
    "provider.adults": {"queries"},
    "provider.children": {"comments"},
    "provider.streets": {"comments"},
    "provider.planning": {"submissions"},
    "manager.adults": {"confirmations", "actions"},
    "manager.customers": {"late", "restatements"},
    # Stands in for a colleague on leave.
    "manager.planning": {"late", "actions"},
}


def test_each_account_finds_what_its_role_has_to_do(visitor: Visitor) -> None:
    found: dict[str, set[Any]] = {}
    for row in papers().council["account"]:
        visitor.sign_in(row["account"])
        found[row["account"]] = {group["key"] for group in visitor.read("/home")["groups"]}
    roles = {row["account"]: row["role"] for row in papers().council["account"]}
    assert {account for account, keys in found.items() if not keys} == {
        account for account, role in roles.items() if role in NOTHING_TO_DO
    }
    assert {account: keys - found[account] for account, keys in EXPECTED.items() if keys - found[account]} == {}


def test_what_waits_can_be_dealt_with(visitor: Visitor) -> None:
    """The ids lead to things that the caller may see and act on."""
    visitor.sign_in("manager.adults")
    groups = {group["key"]: group["items"] for group in visitor.read("/home")["groups"]}
    submission = visitor.read(f"/submissions/{groups['confirmations'][0]['submission_id']}")
    assert "confirm" in submission["allowed_actions"]
    action = visitor.read(f"/actions/{groups['actions'][0]['id']}")
    assert "report_done" in action["allowed_actions"]
    visitor.sign_in("portfolioholder")
    (review, *_) = next(group["items"] for group in visitor.read("/home")["groups"] if group["key"] == "reviews")
    edition = visitor.read(f"/packs/{review['edition_id']}")
    mine = [each for each in edition["awaiting"] if each["stage"] == review["stage"] and each["may_decide"]]
    assert [each["portfolio"] for each in mine] == [review["portfolio"]]
