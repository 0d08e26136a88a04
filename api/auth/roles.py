"""The roles of an office, what each is for, and what a token may be limited to."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the office. One account may hold several."""

    ADMINISTRATOR = "administrator"  # accounts, settings, operation; no selection
    OFFICER = "action_officer"  # requests, actions, calls, shortlists, people
    LEADER = "team_leader"  # everything an officer sees; decides
    BUSINESS = "business_development"  # the roster and the demand, institutions
    EXPERT = "expert"  # own data alone
    STEERING = "steering"  # figures and actions, never persons
    AUDITOR = "auditor"  # records, reading only


class Scope(StrEnum):
    """What a token may do, within the roles of its account."""

    READ = "read"
    WRITE = "write"
    PERSONAL = "personal"  # names, contacts, CVs: without it a token is refused where these are given


SHORT = {
    Role.OFFICER: "officer",
    Role.LEADER: "leader",
    Role.BUSINESS: "business",
    Role.EXPERT: "expert",
    Role.STEERING: "steering",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}  # one word for each, in the order in which they are shown


def in_words(role: str) -> str:
    """A role within an English sentence: "action officer"."""
    return role.replace("_", " ")


TEAM = (Role.OFFICER, Role.LEADER)
STAFF = (Role.OFFICER, Role.LEADER, Role.BUSINESS)
