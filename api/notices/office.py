"""The office in whose name notices are written: what every notice has in common."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from api.notices.addresses import Mailbox
from api.notices.errors import UnusableAddress
from api.notices.lines import one_line
from matching.errors import InvalidSetting


@dataclass(frozen=True)
class Office:
    """Who signs, whom to ask, and where the service is.

    Attributes:
        name: how the office signs.
        contact: e-mail address for questions and objections; it stands in every notice.
        base_url: address of the service, such as 'https://experts.example.org'; every link leads there.
        timezone: IANA name of the time zone in which moments are written.

    Raises:
        InvalidSetting: one of them cannot be used.
    """

    name: str
    contact: str
    base_url: str
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not one_line(self.name):
            raise InvalidSetting("The office has no name.", "", "Give the name with which notices are signed.")
        try:
            Mailbox(self.contact)
        except UnusableAddress as error:
            raise InvalidSetting("The contact address cannot be used.", error.found, error.next_step) from None
        self._check_url()
        try:
            ZoneInfo(self.timezone)
        except (ValueError, KeyError, OSError) as error:
            raise InvalidSetting(
                "The time zone of the notices is not known.",
                f"Found {self.timezone!r}.",
                "Give an IANA name such as 'Europe/Brussels', or 'UTC'.",
            ) from error

    def _check_url(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        plain = self.base_url.isascii() and self.base_url.isprintable() and " " not in self.base_url
        if not good or not plain or parts.query or parts.fragment or parts.username is not None:
            raise InvalidSetting(
                "The address of the service cannot be used in links.",
                f"Found {self.base_url[:200]!r}.",
                "Give it in the form https://experts.example.org, without question mark, '#' or user name.",
            )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which moments are written."""
        return ZoneInfo(self.timezone)
