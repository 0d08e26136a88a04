"""Elements of forms that hold protected data: counted by kind, and read no further."""

from __future__ import annotations

from matching.cv.forms.draft import Draft
from matching.cv.forms.form_dates import date_in_parts
from matching.cv.forms.tree import Node

# Local names in lower case, of the schemas read here and of the common extensions of JSON Resume.
KINDS: dict[str, tuple[str, ...]] = {
    "birth": ("birthdate", "dateofbirth", "birth", "birthday", "dob", "birthplace", "placeofbirth", "birthcountry",
              "birthcountrycode", "birthlocation"),
    "age": ("age",),
    "family": ("maritalstatus", "maritalstatuscode", "civilstatus", "familystatus", "numberofchildren", "children",
               "dependents", "spouse"),
    "religion": ("religion", "religioncode", "confession"),
    "health": ("disability", "disabilities", "disabilitysummary", "health", "healthcondition", "bloodtype"),
    "union": ("union", "unionmembership", "tradeunion", "socialandpoliticalactivities", "politicalaffiliation"),
    "origin": ("ethnicity", "ethnicitycode", "ethnicorigin", "race", "racecode"),
    "identity number": ("personlegalid", "legalid", "legaldocument", "legaldocuments", "identitydocument", "nationalid",
                        "nationalidnumber", "passport", "passportnumber", "identitynumber", "socialsecuritynumber",
                        "ssn", "taxid"),
    "photo": ("photo", "image", "picture", "avatar", "profilepicture"),
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_BIRTH_DATES = ("birthdate", "dateofbirth", "birthday", "dob")
_PHOTO_MARKS = ("photo", "picture", "image/")


def drop_protected(root: Node, draft: Draft) -> None:
    """Count the protected data of a tree; a birth date with its day goes to `draft.birth`, nothing else is looked at."""
    for node in root.deep(*_KIND_OF):
        if not node.whole() and not node.attributes:
            continue
        draft.drop(_KIND_OF[node.name])
        born = date_in_parts(node) if node.name in _BIRTH_DATES else None
        if born and born.precision == "day" and draft.birth is None:
            draft.birth = born.day
    draft.drop("photo", sum(map(_is_photo, root.deep("attachment"))))


def _is_photo(attachment: Node) -> bool:
    """Whether an attachment says that it is a picture of the person."""
    said = [node.text[:60].lower() for node in attachment.deep("filetype", "instructions", "mimetype", "documenttitle")]
    return any(mark in words for words in said for mark in _PHOTO_MARKS)
