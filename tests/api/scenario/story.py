"""The office of the story: a live service, its clock and outbox, and everybody who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.services.office import Office
from api.services.periodic import run_periodic
from tests.api.conftest import Watchmaker
from tests.api.live import served
from tests.api.scenario.outbox import Letter, Outbox
from tests.api.scenario.person import Person


class Story:
    """Everybody has a browser of their own on the running service.

    Seven people in seven roles, the expert among them; `roster` are further experts, by their id on the roster.
    """

    def __init__(self, office: Office, clock: Watchmaker, address: str) -> None:
        def person(name: str, language: str, role: str = "expert", expert_id: str = "") -> Person:
            return Person(address, clock, name, language, role=role, expert_id=expert_id)

        self.office, self.clock, self.outbox = office, clock, Outbox(office.settings.data / "outbox")
        self.administrator = person("Ottilie Varga", "en", "administrator")
        self.officer = person("Fabrice Lemoyne", "fr", "action_officer")
        self.leader = person("Teresa Quintanilha", "pt", "team_leader")
        self.business = person("Birgitta Aaltonen", "en", "business_development")
        self.steering = person("Stellan Raskolt", "en", "steering")
        self.auditor = person("Augusta Pellegrin", "es", "auditor")
        self.expert = person("Maude Delacroix", "fr")
        self.roster = {
            expert_id: person(name, language, expert_id=expert_id)
            for expert_id, (name, language) in {
                "anna": ("Annelie Brandtner", "en"),
                "bert": ("Bertrand Okonjo", "es"),
                "cleo": ("Cleonice Sampaio", "pt"),
                "dino": ("Dinislam Fattakhov", "ru"),
                "ewa": ("Ewelina Zawadzka", "en"),
                "finn": ("Finnian Gallagher", "en"),
                "gus": ("Ghassan Boutros", "ar"),
                "hana": ("Hanako Morisaki", "en"),
            }.items()
        }

    @property
    def staff(self) -> list[Person]:
        """The five who work beside the administrator, in the order in which they get their accounts."""
        return [self.officer, self.leader, self.business, self.steering, self.auditor]

    @property
    def everybody(self) -> list[Person]:
        """Everybody who takes part."""
        return [self.administrator, *self.staff, self.expert, *self.roster.values()]

    def letters(self) -> list[Letter]:
        """What the service does by itself is done; and the letters that it wrote since the last time."""
        run_periodic(self.office)
        return self.outbox.new()

    def later(self, **time: float) -> list[Letter]:
        """The same after some time has passed."""
        self.clock.pass_(**time)
        return self.letters()

    def told(self, letters: list[Letter]) -> list[tuple[str, str]]:
        """Who got a letter, and in which language, by name."""
        names = {person.email: person.name for person in self.everybody}
        return sorted((names[letter.to], letter.language) for letter in letters)


@contextmanager
def begun(office: Office, clock: Watchmaker) -> Iterator[Story]:
    """The story at its beginning: the service runs and nobody has an account."""
    with served(office) as address:
        story = Story(office, clock, address)
        yield story
        for person in story.everybody:
            person.close()
