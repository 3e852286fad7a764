"""The page about permissions is the table that the code uses."""

from pathlib import Path

from typer.testing import CliRunner

from quarterdeck.cli import main
from quarterdeck.organisation.roles import ROLES, SCOPES_OF_ROLE, Permission, Role

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_current() -> None:
    printed = CliRunner().invoke(main, ["permissions"])
    assert printed.exit_code == 0
    assert PAGE.read_text("utf-8") == printed.stdout, "run: quarterdeck permissions > docs/permissions.md"


def test_every_role_has_permissions_and_scopes_and_every_permission_a_role() -> None:
    assert set(ROLES) == set(SCOPES_OF_ROLE) == set(Role)
    assert all(SCOPES_OF_ROLE.values())
    assert frozenset().union(*ROLES.values()) == set(Permission)


def test_nobody_both_enters_and_confirms_by_role_or_looks_after_access_and_figures() -> None:
    together = [
        (Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION),
        (Permission.MANAGE_ACCESS, Permission.EDIT_SUBMISSION),
        (Permission.MANAGE_ACCESS, Permission.SEAL_EDITION),
    ]
    assert not [(role, pair) for role, held in ROLES.items() for pair in together if set(pair) <= held]
