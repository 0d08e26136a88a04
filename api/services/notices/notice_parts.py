"""How notices leave and who signs them, by the settings of the installation."""

from __future__ import annotations

from api.config import Settings
from api.notices import Mailbox, OutboxFolder, SmtpTransport, Transport
from api.notices import Office as Letterhead

OUTBOX = "outbox"  # in the data folder


def transport_of(settings: Settings) -> Transport:
    """The mail server of the settings; without one the outbox folder, which a person empties.

    Raises:
        InvalidSetting: settings of the mail server that cannot be or would be unsafe.
        UnusableAddress: the sender is no address.
    """
    sender = Mailbox(settings.mail_from, settings.office_name)
    answers = Mailbox(settings.contact) if settings.contact else None
    if not settings.smtp_host:
        return OutboxFolder(settings.data / OUTBOX, sender, answers)
    password = settings.smtp_password.get_secret_value()
    return SmtpTransport(
        settings.smtp_host,
        settings.smtp_port,
        sender,
        settings.smtp_security,
        settings.smtp_user or None,
        password or None,
        reply_to=answers,
    )


def letterhead(settings: Settings) -> Letterhead:
    """The office in whose name notices are written, whom to ask, when it is there, and where their links lead."""
    here = f"[{settings.host}]" if ":" in settings.host else settings.host
    return Letterhead(
        settings.office_name,
        settings.contact or settings.mail_from,
        settings.public_url or f"http://{here}:{settings.port}",
        settings.timezone,
    )
