"""Single sign-on is set up as a whole or not at all, and what is wrong with it is said at the start."""

import pytest
from pydantic import SecretStr, ValidationError

from quarterdeck.core.refusal import Refusal
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.oidc import app_roles
from quarterdeck.organisation.oidc.app_roles import RoleGiven
from quarterdeck.organisation.roles import Role

WHOLE = {
    "oidc_issuer": "https://login.microsoftonline.com/0f3a/v2.0",
    "oidc_client_id": "quarterdeck",
    "oidc_client_secret": SecretStr("hidden"),
    "public_base_url": "https://performance.example.gov.uk",
}


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"oidc_client_id": ""}, "QUARTERDECK_OIDC_CLIENT_ID"),
        ({"oidc_client_secret": SecretStr("")}, "QUARTERDECK_OIDC_CLIENT_SECRET"),
        ({"public_base_url": ""}, "QUARTERDECK_PUBLIC_BASE_URL"),
        ({"oidc_issuer": ""}, "QUARTERDECK_OIDC_ISSUER"),
        ({"oidc_issuer": "http://login.example.test"}, "https://"),
        ({"oidc_issuer": "https://login.microsoftonline.com/common/v2.0"}, "your own tenant"),
        ({"oidc_scopes": "profile"}, "openid"),
        ({"oidc_roles": {"A": "analyst"}}, "oidc_roles"),
    ],
)
def test_what_is_set_up_by_half_is_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**{**WHOLE, **changed})  # type: ignore[arg-type]
    assert said in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_without_passwords_there_is_another_way_in() -> None:
    with pytest.raises(ValidationError, match="nobody a way in"):
        Settings(local_passwords=False)
    assert Settings(local_passwords=False, **WHOLE).oidc_enabled  # type: ignore[arg-type]


def test_entra_is_known_by_its_address_or_called_so() -> None:
    assert Settings(**WHOLE).oidc_is_entra  # type: ignore[arg-type]
    assert not Settings(**WHOLE, oidc_kind="standard").oidc_is_entra  # type: ignore[arg-type]
    elsewhere = {**WHOLE, "oidc_issuer": "https://login.example.gov.uk"}
    assert not Settings(**elsewhere).oidc_is_entra  # type: ignore[arg-type]
    assert Settings(**elsewhere, oidc_kind="entra").oidc_is_entra  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words, given",
    [
        ("administrator", RoleGiven(Role.ADMINISTRATOR, app_roles.Scope.COUNCIL)),
        ("service_manager unit:HOUSING", RoleGiven(Role.SERVICE_MANAGER, app_roles.Scope.UNIT, "HOUSING")),
        ("  cabinet_member   body:CAB ", RoleGiven(Role.CABINET_MEMBER, app_roles.Scope.BODY, "CAB")),
        ("portfolio_holder portfolio:A:B", RoleGiven(Role.PORTFOLIO_HOLDER, app_roles.Scope.PORTFOLIO, "A:B")),
        ("king", None),
        ("administrator unit:HOUSING", None),
        ("portfolio_holder", None),
        ("service_manager unit:", None),
        ("service_manager team:HOUSING", None),
        ("analyst council:X", None),
    ],
)
def test_roles_are_read_as_written_or_refused(words: str, given: RoleGiven | None) -> None:
    settings = Settings(**WHOLE, oidc_roles={"App.Role": [words]})  # type: ignore[arg-type]
    if given is None:
        with pytest.raises(Refusal, match="QUARTERDECK_OIDC_ROLES cannot be read"):
            app_roles.check_settings(settings)
    else:
        app_roles.check_settings(settings)
        assert app_roles.roles_given(settings, ["App.Role", "Another"]) == {given}


def test_roles_come_from_the_environment_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WHOLE.items():
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        monkeypatch.setenv(f"QUARTERDECK_{name.upper()}", text)
    monkeypatch.setenv("QUARTERDECK_OIDC_ROLES", '{"A": ["analyst"]}')
    assert Settings().oidc_roles == {"A": ["analyst"]}
    monkeypatch.setenv("QUARTERDECK_OIDC_ROLES", "{A: analyst}")
    with pytest.raises(ValidationError, match="QUARTERDECK_OIDC_ROLES is not JSON"):
        Settings()
