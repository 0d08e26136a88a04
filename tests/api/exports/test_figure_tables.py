"""Figures as tables: in English the keys of the data, in French and Spanish words; figures stay figures."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from api.exports.figure_tables import FigureTables
from api.services.indicators import indicators
from api.services.indicators.indicator_figures import Figure
from api.services.indicators.indicators import Indicators
from api.services.supply import concentration, demand, season_files
from api.services.supply.told_cells import GapCell
from api.speech.wording import languages_of, read

OFFICE = {"en", "fr", "es"}


def strings(module: object) -> set[str]:
    """Every text in a module that stands there by itself."""
    nodes = ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))  # type: ignore[attr-defined]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_english_tables_keep_the_keys_of_the_data() -> None:
    table = "measure,group,label\r\ndecisions,FR,France\r\n"
    assert FigureTables("en").text(table, "country") == table
    assert FigureTables("ar").text(table, "country") == table  # files have the languages of the office


def test_indicators_are_said_and_figures_stay() -> None:
    figures = [
        Figure(measure="registered_women_share", group="SN", label="Senegal", unit="share", value=0.5, count=10),
        Figure(measure="decisions", group="not said", label="not said", unit="decisions", value=None, count=None),
    ]
    found = Indicators.model_construct(figures=figures)
    head, first, second, _ = FigureTables("fr").text(indicators.as_csv(found), "country").split("\r\n")
    assert head == "Chiffre,Groupe (code),Groupe,Compté en,Valeur,Repose sur,Non communiqué"
    assert first == "Au vivier\u00a0: Part de femmes,SN,Sénégal,part,0.5,10,non".replace(
        "Au vivier", said("registered")
    )
    assert second.split(",")[2] == read("figures", "fr")["group.not_said"]


def said(measure: str) -> str:
    return str(read("figures", "fr")[f"measure.{measure}"])


@pytest.mark.parametrize(
    ("dimension", "code", "label", "words"),
    [
        ("field", "E.10", "Social Security", "Seguridad social"),
        ("language", "fr", "French", "francés"),
        ("gender", "woman", "woman", "mujeres"),
        ("season", "Q1", "Q1", "de enero a marzo"),
        ("nationality", "-", "not said", "no declarado"),
    ],
)
def test_a_cell_of_supply_is_said_beside_its_code(dimension: str, code: str, label: str, words: str) -> None:
    lines = FigureTables("es").text(f"{dimension},{dimension}_label,people\r\n{code},{label},5\r\n").split("\r\n")
    assert lines[0].endswith("(código)," + str(read("supply", "es")[f"by.{dimension}"]) + ",Personas elegibles")
    assert lines[1].casefold() == f"{code},{words},5".casefold()


def test_a_forecast_by_language_names_it() -> None:
    table = "cell,label,period,observed,mean,low,middle,high\r\nfr,,2026-Q1,3,,,,\r\n"
    assert FigureTables("fr").text(table, "language").split("\r\n")[1] == "fr,français,2026-Q1,3,,,,"


def test_what_people_wrote_is_no_formula_after_it_was_said() -> None:
    table = "by,group,label\r\ninstitution,'=1+1,'=1+1\r\n"
    assert "\n=" not in FigureTables("fr").text(table) and ",=" not in FigureTables("fr").text(table)


def test_every_head_has_its_words_and_none_is_left_over() -> None:
    known = {key.removeprefix("head.") for key in read("figure_tables") if key.startswith("head.")}
    asked = {*Figure.model_fields, *GapCell.model_fields} - {"of"}
    written = asked | strings(concentration) | strings(demand) | strings(season_files)
    measures = {f"{one}{end}" for one in ("missions", "days", "applications", "roster") for end in ("", "_share")}
    seats = {f"{of}_{what}" for of in ("season", "call_after_call") for what in ("expert_id", "name", "merit")}
    assert asked - known == set() and measures - known == set() and seats - known == set()
    assert known - written - measures - seats == set()
    assert languages_of("figure_tables") == OFFICE


def test_what_a_season_tells_once_has_its_words() -> None:
    known = read("figure_tables")
    named = {key.split(".", 1)[1] for key in known if key.startswith(("about.", "sheet."))}
    assert named <= {text.lower().replace(" ", "_") for text in strings(season_files)}
    words = FigureTables("fr")
    assert words.named("about", "Proven") == "Prouvé" and words.named("about", "Anything") == "Anything"
    [row] = words.rows([{"what": "Note", "value": True}])
    assert row == {"Quoi": "Note", "Valeur": "oui"}
