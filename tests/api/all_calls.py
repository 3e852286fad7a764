"""Every call that the matrix knows, and for every operation one that succeeds for somebody with every role."""

from tests.api import (
    calls_assurance,
    calls_collection,
    calls_comparisons,
    calls_dashboards,
    calls_home,
    calls_integrations,
    calls_measures,
    calls_organisation,
    calls_planning,
    calls_reporting,
)
from tests.api.calls import Call, Calls
from tests.api.estate import Estate
from tests.api.permission_matrix import rows
from tests.api.personas import COLUMNS

SUBJECTS = (
    calls_organisation,
    calls_planning,
    calls_measures,
    calls_collection,
    calls_reporting,
    calls_assurance,
    calls_comparisons,
    calls_dashboards,
    calls_home,
    calls_integrations,
)
OF_THE_COUNCIL = [column for column in COLUMNS if column != "OC"]


def all_calls(e: Estate) -> Calls:
    """By operation and situation."""
    found: Calls = {}
    for subject in SUBJECTS:
        found |= subject.calls(e)
    return found


def good_calls(e: Estate, chosen: dict[str, str] | None = None) -> dict[str, Call]:
    """By operation: the situation that is chosen for it, else the first in which somebody of the council gets in."""
    calls, wanted = all_calls(e), chosen or {}
    # What nobody of the estate can do in any state is at least asked for by somebody who may.
    by_mark: dict[str, dict[str, Call]] = {"y": {}, "9": {}, "4": {}}
    for row in rows():
        if wanted.get(row.operation, row.situation) == row.situation:
            for mark in by_mark.keys() & {row.marks[column] for column in OF_THE_COUNCIL}:
                by_mark[mark].setdefault(row.operation, calls[row.operation, row.situation])
    # The way to a provider is there where one is set up, which the estate has not.
    return by_mark["4"] | by_mark["9"] | by_mark["y"]
