"""The same matching with a question in the place of a call, and peers in the place of a team.

values        a question, what institutions and communities say of themselves, and what is found
asking        a question encoded and understood, as a call is
people        who on the roster knows about it: the scores of a shortlist, with two gates alone
profiles      institutions and communities made ready to be searched, as a roster is
institutions  what an institution says of itself, joined with what its people know
finding       a question in; people, institutions and communities out
corridor      who deals with a subject on both sides of a corridor between two countries
interests     answers to a survey grouped into topics, with the regions that share them
"""

from matching.peers.asking import ask
from matching.peers.corridor import find_corridor
from matching.peers.finding import find_peers
from matching.peers.interests import group_interests
from matching.peers.profiles import Profiles, build_profiles
from matching.peers.values import (
    Corridor,
    FoundCommunity,
    FoundInstitution,
    FoundPerson,
    Interest,
    PeerAnswer,
    Profile,
    Topic,
)

__all__ = [
    "Corridor",
    "FoundCommunity",
    "FoundInstitution",
    "FoundPerson",
    "Interest",
    "PeerAnswer",
    "Profile",
    "Profiles",
    "Topic",
    "ask",
    "build_profiles",
    "find_corridor",
    "find_peers",
    "group_interests",
]
