"""Entries to check, in few words."""

from quarterdeck.framework.periods import Period
from quarterdeck.measures.checks import CheckInput, Earlier, check

NOW = Period.of_code("2023-24-Q3")


def history(*values, until=NOW):
    """Values of the periods just before `until`, oldest first; None where there was none."""
    return [Earlier(until.lagged(len(values) - place).code, value) for place, value in enumerate(values)]


STEADY = (24.0, 26.5, 25.1, 23.8, 27.0, 25.5, 24.4, 26.0)


def entry(value=75.0, **given):
    state = given.pop("value_state", "value")
    code = given.pop("period_code", NOW.code)
    return CheckInput(code, state, value, **given)


def codes(checked, **how):
    return {finding.code for finding in check(checked, **how)}


def found(checked, **how):
    return [(finding.code, finding.severity.value) for finding in check(checked, **how)]
