"""Settings with which the service would be open to strangers are refused at the start."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from api.auth.roles import Role
from api.auth.safety import UnsafeSetting, check_safe, check_sample_accounts
from api.config import Settings, load_settings
from api.services.office import Office
from matching.errors import InvalidSetting
from tests.api.entrance.people import put_account

HTTPS = {"public_url": "https://experts.example.org"}
NEAR, FAR = "127.0.0.1", "0.0.0.0"
MAIL = {"smtp_host": "mail.example.org", "smtp_security": "none"}
ISSUER = {"oidc_issuer": "https://login.example.org", "oidc_client_id": "expertmatch"}
RANDOM = "f2d6d42efea1fadd981ea1c54f5bbf18"


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        ({}, NEAR),
        ({}, "localhost"),
        ({}, "::1"),
        ({}, "127.0.0.5"),
        (HTTPS, FAR),
        (HTTPS, "::"),
        (HTTPS, NEAR),  # behind a proxy on the same machine
        ({"development": True}, FAR),
        ({"public_url": "http://localhost:8000"}, NEAR),
        ({"registration": "open"}, NEAR),
        (HTTPS | {"registration": "open"}, FAR),
        (MAIL | {"smtp_security": "starttls"}, NEAR),
        (MAIL | {"smtp_security": "tls"}, NEAR),
        (MAIL | {"smtp_host": "127.0.0.1"}, NEAR),
        (ISSUER, NEAR),
        (ISSUER | {"oidc_issuer": "http://127.0.0.1:9000"}, NEAR),
        (HTTPS | {"allowed_hosts": "*"}, FAR),
        ({"allowed_hosts": "*"}, NEAR),
        ({"secret": SecretStr(RANDOM)}, NEAR),
    ],
    ids=str,
)
def test_safe_settings_are_served(settings: dict[str, Any], host: str) -> None:
    check_safe(Settings(**settings), host)


@pytest.mark.parametrize(
    ("settings", "host", "names"),
    [
        ({}, FAR, "PUBLIC_URL"),
        ({}, "::", "PUBLIC_URL"),
        ({}, "192.0.2.1", "PUBLIC_URL"),
        ({}, "experts.example.org", "PUBLIC_URL"),
        ({}, "", "PUBLIC_URL"),
        ({"public_url": "http://experts.example.org"}, FAR, "PUBLIC_URL"),
        ({"public_url": "http://experts.example.org"}, NEAR, "PUBLIC_URL"),
        ({"public_url": "http://localhost.example.org"}, NEAR, "PUBLIC_URL"),
        ({"registration": "open"}, FAR, "REGISTRATION"),
        ({"registration": "open", "development": True}, FAR, "REGISTRATION"),
        ({"registration": "open", "public_url": "http://experts.example.org"}, NEAR, "REGISTRATION"),
        ({"allowed_hosts": "a.example.org, *", "development": True}, FAR, "ALLOWED_HOSTS"),
        (MAIL, NEAR, "SMTP_SECURITY"),
        (MAIL | HTTPS, FAR, "SMTP_SECURITY"),
        (ISSUER | {"oidc_issuer": "http://login.example.org"}, NEAR, "OIDC_ISSUER"),
        (ISSUER | {"oidc_client_id": ""}, NEAR, "OIDC_CLIENT_ID"),
        ({"secret": SecretStr("a" * 40)}, NEAR, "SECRET"),
        ({"secret": SecretStr("changeme" * 5)}, NEAR, "SECRET"),
    ],
    ids=str,
)
def test_unsafe_settings_are_refused_with_what_to_set(settings: dict[str, Any], host: str, names: str) -> None:
    with pytest.raises(UnsafeSetting) as refused:
        check_safe(Settings(**settings), host)
    error = refused.value
    assert names in f"{error.found} {error.next_step}"
    assert error.what and error.found and error.next_step
    assert settings.get("secret", SecretStr("no secret")).get_secret_value() not in str(error)


def test_a_short_secret_is_no_setting() -> None:
    with pytest.raises(InvalidSetting, match="32 characters") as refused:
        load_settings({"EXPERTMATCH_SECRET": "too short"})
    assert "too short" not in str(refused.value)


def test_the_sample_accounts_are_for_this_machine_alone(office: Office) -> None:
    put_account(office, Role.OFFICER, email="officer@sample.example")
    check_sample_accounts(office, NEAR)
    with pytest.raises(UnsafeSetting, match="sample office"):
        check_sample_accounts(office, FAR)
    object.__setattr__(office, "settings", office.settings.model_copy(update=HTTPS))
    with pytest.raises(UnsafeSetting, match="sample office"):
        check_sample_accounts(office, NEAR)
    object.__setattr__(office, "settings", office.settings.model_copy(update={"development": True}))
    check_sample_accounts(office, FAR)


def test_accounts_of_ones_own_are_for_everybody(office: Office) -> None:
    put_account(office, Role.OFFICER, email="officer@notsample.example")
    put_account(office, Role.OFFICER, email="officer@sample.example", active=False)
    check_sample_accounts(office, FAR)
