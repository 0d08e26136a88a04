"""Notices to people and to the team: what they say, in six languages, and how they leave the house.

A notice is composed from a kind, a language and facts (`compose`), and handed to a transport (`OutboxFolder` by default,
`SmtpTransport` where a mail server is set) under an id that stays the same when it is tried again. Which notice is due to
whom, and which still waits, is kept elsewhere.
"""

from api.notices.addresses import Mailbox
from api.notices.compose import Notice, compose
from api.notices.errors import (
    DeliveryError,
    MailServerUnusable,
    MissingFact,
    NoticeError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
    UnknownFact,
    UnknownNotice,
    UnusableAddress,
    UnusableFact,
    UnusableMessage,
)
from api.notices.facts import check_facts
from api.notices.kinds import FORMS, KINDS, Form, Kind, kind_named
from api.notices.message import Transport
from api.notices.office import Office
from api.notices.outbox import OutboxFolder
from api.notices.smtp import Security, SmtpTransport
from api.notices.wording import notice_language

__all__ = [
    "FORMS",
    "KINDS",
    "DeliveryError",
    "Form",
    "Kind",
    "MailServerUnusable",
    "Mailbox",
    "MissingFact",
    "Notice",
    "NoticeError",
    "Office",
    "OutboxFolder",
    "PermanentDeliveryError",
    "Security",
    "SmtpTransport",
    "TemporaryDeliveryError",
    "Transport",
    "UnknownFact",
    "UnknownNotice",
    "UnusableAddress",
    "UnusableFact",
    "UnusableMessage",
    "check_facts",
    "compose",
    "kind_named",
    "notice_language",
]
