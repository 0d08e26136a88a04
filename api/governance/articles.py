"""What the law asks, in our own words, where the pack speaks of it, and what remains with the facility.

A map, not legal advice: numbers are those of Regulation (EU) 2024/1689 (the AI Act) and Regulation (EU) 2016/679 (GDPR).
"""

from __future__ import annotations

from dataclasses import dataclass

AI_ACT, GDPR = "AI Act", "GDPR"
CARD, SHEET, USE, RISKS, LOGGING, DPIA = (
    "model-card",
    "data-sheet",
    "instructions-for-use",
    "risks-and-oversight",
    "logging",
    "dpia",
)


@dataclass(frozen=True)
class Article:
    """A duty: where it stands, what it asks, which documents speak of it, and what only the facility can do."""

    law: str
    number: str
    asks: str
    documents: tuple[str, ...]
    remains: str

    @property
    def name(self) -> str:
        """Such as "AI Act, Article 9"."""
        return f"{self.law}, Article{'' if self.number.isdigit() else 's'} {self.number}"


ARTICLES = (
    Article(
        AI_ACT,
        "9",
        "Find the risks to health, safety and fundamental rights, reduce them, test, and go on doing so.",
        (RISKS,),
        "Judge likelihood and severity in its own setting; accept or reduce what remains; look again at set dates.",
    ),
    Article(
        AI_ACT,
        "10",
        "Use data that fit the purpose; know where they come from, what they lack, and look for bias in them.",
        (SHEET, CARD),
        "Say how its roster came about and whom it does not reach.",
    ),
    Article(
        AI_ACT,
        "11",
        "Describe the system, how it was made and how it was tested, and keep the description current.",
        (CARD, SHEET, RISKS),
        "Keep each pack with the version it describes.",
    ),
    Article(
        AI_ACT,
        "12",
        "Let the system record by itself what is needed to trace a result and to notice a risk.",
        (LOGGING,),
        "Look into the log; keep it safe and long enough.",
    ),
    Article(
        AI_ACT,
        "13",
        "Tell those who use the system what it does, how well, for what, and how to read what it says.",
        (USE, CARD),
        "Name who answers for the system; train those who use it.",
    ),
    Article(
        AI_ACT,
        "14",
        "Let people understand, doubt, overrule and stop the system, and keep them from trusting it blindly.",
        (RISKS, USE),
        "Name persons with time, knowledge and authority to overrule it.",
    ),
    Article(
        AI_ACT,
        "15",
        "Be accurate, robust and secure enough, and say how accurate.",
        (CARD, RISKS),
        "Say what is accurate enough; measure on its own past selections.",
    ),
    Article(
        AI_ACT,
        "26",
        "As a deployer: use the system as instructed, have it overseen, feed it fitting data, watch it, keep its logs for six "
        "months at least, tell the people concerned, and, as a public authority, register its use.",
        (USE, RISKS, LOGGING),
        "All of it: these are duties of the facility, with what this pack says at hand.",
    ),
    Article(
        AI_ACT,
        "27",
        "As a public body: before the first use, assess what the system may do to fundamental rights, and notify the "
        "authority.",
        (DPIA, RISKS),
        "Make the assessment; it may build on the data protection impact assessment.",
    ),
    Article(
        AI_ACT,
        "86",
        "Explain to a person what part the system had in a decision that affects them.",
        (USE, DPIA),
        "Answer in words of its own, with the explanation of the system beside it.",
    ),
    Article(
        GDPR,
        "5 and 25",
        "Take no more data than needed, for a stated purpose, no longer than needed, protected by design.",
        (DPIA, SHEET),
        "State the purposes; set the periods.",
    ),
    Article(
        GDPR,
        "6",
        "Have a legal basis for each purpose.",
        (DPIA,),
        "Name it. That consent is recorded does not make it the basis: a public body often acts on another.",
    ),
    Article(
        GDPR,
        "12 to 21",
        "Inform people and let them see, correct, erase, restrict, take along and object.",
        (DPIA, LOGGING),
        "Publish a notice; name a contact; answer within the time allowed.",
    ),
    Article(
        GDPR,
        "22",
        "Decide nothing of weight about a person by machine alone.",
        (RISKS, DPIA),
        "See that the person who decides truly weighs, and does not only sign.",
    ),
    Article(
        GDPR,
        "32 to 34",
        "Protect the data; report a breach.",
        (RISKS, LOGGING),
        "Run the installation safely; have a plan for a breach.",
    ),
    Article(
        GDPR,
        "35 and 36",
        "Before processing that is likely to put people at high risk, assess it; ask the authority where risk stays high.",
        (DPIA,),
        "Complete the assessment, hear the data protection officer and the people concerned, decide.",
    ),
)


def served_by(document: str) -> str:
    """The duties that a document speaks to, such as "AI Act 9, 11; GDPR 22"; "" for none."""
    numbers = {law: [a.number for a in ARTICLES if a.law == law and document in a.documents] for law in (AI_ACT, GDPR)}
    return "; ".join(f"{law} {', '.join(found)}" for law, found in numbers.items() if found)
