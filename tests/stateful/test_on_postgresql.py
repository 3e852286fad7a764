"""Roles × states, walked on PostgreSQL. A file for each database, so that they are walked side by side."""

from pathlib import Path
from typing import Any

import pytest

from tests.stateful.beginning import walked

pytestmark = pytest.mark.slow
STEPS = 30


def test_no_illegal_step_is_accepted_and_no_legal_one_refused(tmp_path: Path, record_property: Any) -> None:
    walked("postgresql", tmp_path, runs=20, steps=STEPS, note=record_property)


@pytest.mark.long
def test_two_hundred_walks_hold_as_well(tmp_path: Path, record_property: Any) -> None:
    walked("postgresql", tmp_path, runs=400, steps=STEPS, note=record_property)
