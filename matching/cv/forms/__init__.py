"""Readers of CVs that come with a structure: Europass, SkillsPassport, JSON Resume, the EuropeAid form, sheets of a roster."""

from matching.cv.forms.europass import read_europass_xml
from matching.cv.forms.europeaid import is_europeaid, read_europeaid
from matching.cv.forms.json_resume import read_json_resume
from matching.cv.forms.sheets import CellProblem, Column, RosterSheet, SheetRow, read_sheet
from matching.cv.forms.skills_passport import read_skills_passport_json, read_skills_passport_xml

__all__ = [
    "CellProblem",
    "Column",
    "RosterSheet",
    "SheetRow",
    "is_europeaid",
    "read_europass_xml",
    "read_europeaid",
    "read_json_resume",
    "read_sheet",
    "read_skills_passport_json",
    "read_skills_passport_xml",
]
