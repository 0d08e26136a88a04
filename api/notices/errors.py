"""What can go wrong with a notice. No message quotes a name, an address, a password or a server's own words."""

from __future__ import annotations

from matching.errors import MatchingError


class NoticeError(MatchingError):
    """Base of what can go wrong with a notice."""

    code = "notice_error"


class UnknownNotice(NoticeError):
    """A kind of notice that does not exist."""

    code = "unknown_notice"


class MissingFact(NoticeError):
    """A fact that the kind of notice needs was not given; `fact` names it."""

    code = "missing_fact"

    def __init__(self, fact: str, what: str, found: str, next_step: str) -> None:
        self.fact = fact
        super().__init__(what, found, next_step)


class UnknownFact(NoticeError):
    """A fact was given that the kind of notice does not take; refused, so that nothing travels unnoticed."""

    code = "unknown_fact"


class UnusableFact(NoticeError):
    """A fact of the wrong form: a day that is none, an empty text, a link that leads elsewhere; `fact` names it."""

    code = "unusable_fact"

    def __init__(self, fact: str, what: str, found: str, next_step: str) -> None:
        self.fact = fact
        super().__init__(what, found, next_step)


class DeliveryError(NoticeError):
    """Base of what can go wrong while a notice is handed over."""

    code = "delivery_error"


class TemporaryDeliveryError(DeliveryError):
    """The notice could not be handed over now; the same notice may go through later. Keep it and try again."""

    code = "delivery_postponed"


class MailServerUnusable(TemporaryDeliveryError):
    """The mail server does not take anything from this installation (sign-in, certificate, encryption, sender).

    No notice is at fault: all of them wait until the person who runs the service has mended the settings.
    """

    code = "mail_server_unusable"


class PermanentDeliveryError(DeliveryError):
    """This notice cannot be handed over as it is, today or tomorrow: do not try it again, tell the team."""

    code = "delivery_refused"


class UnusableAddress(PermanentDeliveryError):
    """An e-mail address or a person's name that cannot stand in a message."""

    code = "unusable_address"


class UnusableMessage(PermanentDeliveryError):
    """A subject, text or id that cannot stand in a message, such as a subject of two lines."""

    code = "unusable_message"
