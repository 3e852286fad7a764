"""How severe checks are for an indicator: set with reasons, as a whole, under the indicator's version."""

import pytest
from sqlalchemy import select

from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures import setting_checks
from quarterdeck.measures.check_catalogue import About, known_checks, name_of
from quarterdeck.measures.check_schemas import ChecksUpdate
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.findings import Severity
from quarterdeck.measures.models import Indicator
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures


def _set(measures: Measures, indicator: Indicator, version: int | None = None, **severities: str) -> Indicator:
    checks = [{"code": code, "severity": each, "reason": f"Because of {code}"} for code, each in severities.items()]
    given = indicator.version if version is None else version
    data = ChecksUpdate.model_validate({"checks": checks})
    setting_checks.set_checks(measures.session, measures.team, indicator.id, data, given)
    measures.session.commit()
    return indicator


def _settings(measures: Measures, indicator: Indicator) -> dict[str, str]:
    return dict(settings_of(measures.session, measures.council.id, [indicator.id]).get(indicator.id, {}))


def test_settings_replace_those_there_were(measures: Measures) -> None:
    rent = measures.indicator()
    assert _settings(measures, _set(measures, rent, over_100="off", jump="error")) == {
        "over_100": "off",
        "jump": "error",
    }
    assert rent.version == 2
    assert _settings(measures, _set(measures, rent, over_100="warning")) == {"over_100": "warning"}
    assert _settings(measures, _set(measures, rent)) == {}
    assert rent.version == 4


def test_the_same_settings_again_change_nothing(measures: Measures) -> None:
    rent = _set(measures, measures.indicator(), over_100="off")
    before = measures.now()
    _set(measures, rent, over_100="off")
    assert (rent.version, measures.now()) == (2, before)


def test_each_indicator_has_its_own(measures: Measures) -> None:
    rent, voids = measures.indicator("H1"), measures.indicator("H2")
    _set(measures, rent, over_100="off")
    assert _settings(measures, voids) == {}


def test_the_journal_keeps_what_was_set_and_why(measures: Measures) -> None:
    rent = _set(measures, measures.indicator(), over_100="off")
    _set(measures, rent, jump="error")
    query = select(AuditEvent).where(AuditEvent.action == "indicator.set_checks").order_by(AuditEvent.position)
    first, second = measures.session.scalars(query)
    assert (first.detail, first.comment) == ({"set": {"over_100": "off"}, "unset": []}, "over_100: Because of over_100")
    assert second.detail == {"set": {"jump": "error"}, "unset": ["over_100"]}


@pytest.mark.parametrize(
    "code, fault",
    [
        ("no_such_check", "unknown_check"),
        ("missing_value", "fixed_check"),
        ("zero_denominator", "fixed_check"),
    ],
)
def test_what_cannot_be_set_is_refused_where_it_stands(measures: Measures, code: str, fault: str) -> None:
    with pytest.raises(Problem) as refused:
        _set(measures, measures.indicator(), over_100="off", **{code: "off"})
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/checks/1/code", fault)]


def test_a_check_is_set_once(measures: Measures) -> None:
    rent = measures.indicator()
    twice = [{"code": "jump", "severity": each, "reason": "Seasonal"} for each in ("off", "error")]
    with pytest.raises(Problem) as refused:
        setting_checks.set_checks(
            measures.session, measures.team, rent.id, ChecksUpdate.model_validate({"checks": twice}), rent.version
        )
    assert {each.code for each in refused.value.errors} == {"repeated"}


def test_the_order_of_refusals_is_sight_permission_version(measures: Measures, council: CouncilBuilder) -> None:
    rent = measures.indicator()
    data = ChecksUpdate.model_validate({"checks": [{"code": "no_such", "severity": "off", "reason": "x"}]})
    cases = (
        (measures.team, 10**9, 1, 404),
        (council.actor("service_manager", unit=council.housing), rent.id, 99, 403),
        (measures.team, rent.id, 99, 412),
        (measures.team, rent.id, rent.version, 422),
    )
    for actor, indicator_id, version, status in cases:
        with pytest.raises(Problem) as refused, measures.session.begin_nested():
            setting_checks.set_checks(measures.session, actor, indicator_id, data, version)
        assert refused.value.status == status


def test_every_check_of_an_indicator_is_told_with_what_is_set(measures: Measures) -> None:
    rent = _set(measures, measures.indicator(), over_100="off")
    read = setting_checks.indicator_checks_read(measures.session, rent)
    by_code = {each.code: each for each in read.items}
    assert {each.about for each in read.items} == {About.FIGURE, About.TARGET, About.INDICATOR}
    over, jump = by_code["over_100"], by_code["jump"]
    assert (over.severity, over.setting, over.reason) == ("warning", "off", "Because of over_100")
    assert (over.set_by, over.set_at is not None) == (measures.team.person_id, True)
    assert (jump.setting, jump.reason, jump.set_by, jump.set_at) == (None, None, None, None)
    assert (read.indicator_id, read.version) == (rent.id, 2)


def test_checks_are_listed_once_each_with_a_name_and_a_sentence() -> None:
    listed = list(known_checks())
    assert len({each.code for each in listed}) == len(listed)
    assert all(each.name and each.sentence.endswith(".") for each in listed)
    assert all(each.severity is Severity.ERROR for each in listed if each.fixed)
    assert (name_of("over_100"), name_of("no_such_check")) == ("More than 100%", "No such check")
