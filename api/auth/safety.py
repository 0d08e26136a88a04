"""Settings that would put people's data at risk are refused at the start, each with what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from api.auth.cookies import is_secure
from api.config import PREFIX, Settings
from api.services.office import Office
from api.services.sample_office import DOMAIN
from api.storage import accounts
from api.storage.database import Age
from matching.errors import InvalidSetting

FEWEST_SIGNS = 10  # different characters of a secret: fewer are a word or a row of keys repeated


class UnsafeSetting(InvalidSetting):
    """A setting with which the service would be open to strangers."""

    code = "unsafe_setting"


def check_safe(settings: Settings, host: str) -> None:
    """Refuse to serve with settings that are unsafe.

    Args:
        settings: of the installation.
        host: address that the service will listen on.

    Raises:
        UnsafeSetting: the first of them.
    """
    for rule in RULES:
        rule(settings, host)


def check_sample_accounts(office: Office, host: str) -> None:
    """Refuse to let other machines sign in as somebody of the sample office.

    Raises:
        UnsafeSetting: there are such accounts in use, and others reach the service.
    """
    if office.settings.development or not is_public(office.settings, host):
        return
    with office.database.read(Age.KNOWN) as session:
        count = accounts.emails_ending(session, f"@{DOMAIN}")
    if count:
        raise UnsafeSetting(
            "The accounts of the sample office cannot be used where other machines reach the service.",
            f"There are {count} in use, with addresses that end in @{DOMAIN}.",
            "Begin with a roster of your own (EXPERTMATCH_ROSTER, and another EXPERTMATCH_DATA), "
            "or disable them: expertmatch account disable ADDRESS.",
        )


def is_public(settings: Settings, host: str) -> bool:
    """Whether anybody but the people at this machine reaches the service: directly, or through what stands before it."""
    return not _is_near(host) or (bool(settings.public_url) and not _is_near(urlsplit(settings.public_url).hostname))


def _https_for_others(settings: Settings, host: str) -> None:
    if is_public(settings, host) and not is_secure(settings) and not settings.development:
        raise UnsafeSetting(
            "Other machines would reach the service by plain http: passwords and data could be read on the way.",
            f"It would listen on {host}, and people would reach it at {settings.public_url or 'no address given'}.",
            f"Put a proxy with a certificate before it and set {PREFIX}PUBLIC_URL to its https:// address; "
            f"or listen on 127.0.0.1; or, to try it out in a closed network, set {PREFIX}DEVELOPMENT=true.",
        )


def _no_open_registration_by_http(settings: Settings, host: str) -> None:
    if settings.registration == "open" and is_public(settings, host) and not is_secure(settings):
        raise UnsafeSetting(
            "Experts would register by plain http.",
            f"{PREFIX}REGISTRATION is open, and {PREFIX}PUBLIC_URL is {settings.public_url or 'not set'}.",
            f"Set {PREFIX}PUBLIC_URL to an https:// address, or leave registration closed.",
        )


def _protected_mail(settings: Settings, host: str) -> None:
    if settings.smtp_host and settings.smtp_security == "none" and not _is_near(settings.smtp_host):
        raise UnsafeSetting(
            "Letters would travel to another machine without protection, and with them links that set passwords.",
            f"{PREFIX}SMTP_SECURITY is none, and the mail server is {settings.smtp_host}.",
            f"Set {PREFIX}SMTP_SECURITY to starttls or tls.",
        )


def _protected_provider(settings: Settings, host: str) -> None:
    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme == "http" and not _is_near(issuer.hostname):
        raise UnsafeSetting(
            "The identity provider would be reached by plain http: anybody on the way could sign in as anybody.",
            f"{PREFIX}OIDC_ISSUER is {settings.oidc_issuer}.",
            "Give its https:// address.",
        )
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise UnsafeSetting(
            "The identity provider is set without the name of this service there.",
            f"{PREFIX}OIDC_CLIENT_ID is empty.",
            "Set it to the client id that the provider gave you.",
        )


def _known_names(settings: Settings, host: str) -> None:
    answers_to_all = "*" in {name.strip() for name in settings.allowed_hosts.split(",")}
    if answers_to_all and is_public(settings, host) and not settings.public_url:
        raise UnsafeSetting(
            "The service would answer to every name, and take it for its own in links.",
            f"{PREFIX}ALLOWED_HOSTS is *, and {PREFIX}PUBLIC_URL is not set.",
            "Set the address under which people reach it.",
        )


def _secret_that_is_one(settings: Settings, host: str) -> None:
    secret = settings.secret.get_secret_value()
    if secret and len(set(secret)) < FEWEST_SIGNS:
        raise UnsafeSetting(
            "The secret that signs cookies can be guessed.",
            f"It is made of {len(set(secret))} different characters.",
            f"Leave {PREFIX}SECRET out and one is made; or set what 'openssl rand -hex 32' prints.",
        )


RULES: tuple[Callable[[Settings, str], None], ...] = (
    _no_open_registration_by_http,
    _https_for_others,
    _known_names,
    _protected_mail,
    _protected_provider,
    _secret_that_is_one,
)


def _is_near(host: str | None) -> bool:
    """Whether an address is this very machine. A name that is not 'localhost' may be any."""
    bare = (host or "").strip("[]").lower()
    with suppress(ValueError):
        return ip_address(bare).is_loopback
    return bare == "localhost"
