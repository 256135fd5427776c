"""Reports put together as years: hand-made digests, in whatever order they come, and what the formats write of them."""

import csv as csvs
import io
import json as documents
import re
from itertools import permutations

import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from poa_lint.core.records import replace
from poa_lint.core.result import UNCHECKED, VERDICTS
from poa_lint.core.words import words
from poa_lint.output import View
from poa_lint.output.year import calendar, csv, json, terminal, xlsx
from poa_lint.output.year.calendar import Due, Elsewhere, Known
from poa_lint.output.year.model import Digest, Risk, Summary, Tally, UnitDigest, Year
from tests.output.years import DUE, digests, summary
from tests.schemas import schema

ES = words("es")
ENDS = {"T1": "2024-03-31", "T2": "2024-06-30", "T3": "2024-09-30", "M01": "2024-01-31", "M02": "2024-02-29", "": None}


def unit(codes: str = "511/101", period: str = "T1", name: str = "INGRESOS", **more: object) -> UnitDigest:
    programa, _, unidad = codes.rpartition("/")
    usual = UnitDigest("63", programa, unidad, name, "TMM-F004", period, 4, Tally(VERDICTS[-1]), {"even": 4}, 4, 4, 4)
    return replace(usual, **more)


def digest(path: str, *units: UnitDigest, year: int | None = 2024, corte: str | None = "", **more: object) -> Digest:
    end = ENDS[units[0].periodo] if units and corte == "" else corte or None
    usual = Digest(path, path, "text", year, end, Tally(VERDICTS[-1]), {}, units)
    return replace(usual, **more)


def years(*kept: Digest, due: tuple[Due, ...] = ()) -> tuple[Year, ...]:
    return calendar.summary(kept, Known("reglas", {}, due)).years


def only(*kept: Digest, due: tuple[Due, ...] = ()) -> Year:
    (year,) = years(*kept, due=due)
    return year


def missing(year: Year) -> list[tuple[tuple[str, str], str]]:
    return [(row.address, period) for row, period in year.missing]


def addresses(year: Year) -> list[str]:
    return ["/".join(filter(None, row.address)) for row in year.rows]


def test_units_stand_in_the_order_of_their_codes_and_each_once() -> None:
    year = only(digest("a", unit("511/1000"), unit("99/7")), digest("b", unit("511/200", "T2"), unit("99/7", "T2")))
    assert addresses(year) == ["99/7", "511/200", "511/1000"]
    assert year.periods == ("T1", "T2")
    assert list(year.rows[0].entries) == ["T1", "T2"]


def test_a_unit_has_a_row_for_each_of_its_programmes_and_each_ramo() -> None:
    kept = [digest("a", unit("511/101"), unit("512/101")), digest("b", unit("511/101", ramo="64"))]
    assert [(row.ramo, row.programa) for row in only(*kept).rows] == [("63", "511"), ("64", "511"), ("63", "512")]
    assert "\n64/511/101 INGRESOS" in terminal.render(summary(kept, ()), ES, View(width=200))


def test_a_form_that_does_not_say_its_ramo_is_of_the_same_unit() -> None:
    year = only(digest("a", unit()), digest("b", unit(period="M01", ramo="")))
    assert [(row.ramo, list(row.entries)) for row in year.rows] == [("63", ["M01", "T1"])]


def test_of_two_reports_the_later_counts_and_the_other_is_told() -> None:
    first, late, last = digest("z", unit(), corte="2024-03-30"), digest("a", unit()), digest("b", unit())
    entry = only(first, late, last).rows[0].entries["T1"]
    assert [one.path for one, _ in entry.digests] == ["b", "a", "z"]
    text = terminal.render(calendar.summary([first, late, last], Known()), ES, View())
    assert "511/101 INGRESOS, T1: cuenta b; también a, z" in text


def test_years_stand_apart_and_what_has_none_comes_last() -> None:
    made = years(digest("a", unit()), digest("b", unit(), year=2023), digest("c", unit(), year=None))
    assert [year.ejercicio for year in made] == [2023, 2024, None]
    assert all(not year.missing for year in made)


def test_a_unit_that_had_to_report_and_did_not_is_missing() -> None:
    due = (Due("101", "511"), Due("102", "511", source="plan.txt", nombre="CATASTRO"), Due("103"))
    year = only(digest("a", unit(), unit("9/103")), digest("b", unit(period="T2"), unit("9/200", "T2")), due=due)
    assert missing(year) == [(("9", "103"), "T2"), (("511", "102"), "T1"), (("511", "102"), "T2")]
    assert [(row.unidad, row.expected, row.planned) for row in year.rows] == [
        ("103", True, ""),
        ("200", False, ""),
        ("101", True, ""),
        ("102", True, "plan.txt"),
    ]


def test_a_plan_of_another_year_expects_nobody() -> None:
    assert only(digest("a", unit()), due=(Due("102", ejercicio=2023),)).missing == ()


def test_without_a_plan_a_unit_that_reported_has_to_go_on() -> None:
    year = only(digest("a", unit()), digest("b", unit("511/102", "T2")), digest("c", unit("511/102", "T3")))
    assert missing(year) == [(("511", "101"), "T2"), (("511", "101"), "T3")]


def test_months_are_not_asked_of_those_who_report_quarters() -> None:
    monthly = [digest(f"m{n}", unit("511/102", f"M0{n}")) for n in (1, 2)]
    due = (Due("101"), Due("102"), Due("103"))
    year = only(digest("a", unit()), *monthly, digest("b", unit("511/104")), due=due)
    assert year.periods == ("M01", "M02", "T1")
    assert missing(year) == [(("", "103"), "T1")]


def test_a_report_without_a_date_is_no_missing_report() -> None:
    year = only(digest("a", unit()), digest("b", unit("511/102", "")), due=(Due("101"), Due("102")))
    assert year.periods == ("T1", "")
    assert year.missing == ()


def test_a_unit_without_codes_is_known_by_its_name() -> None:
    year = only(
        digest("a", unit("", name="RASTRO")), digest("b", unit("", "T2", name="Rastro")), digest("c", unit("", name=""))
    )
    assert [(row.nombre, list(row.entries)) for row in year.rows] == [("", ["T1"]), ("Rastro", ["T1", "T2"])]
    assert only(digest("a", unit("", name="RASTRO")), due=(Due("", nombre="rastro"),)).rows[0].expected


def test_what_could_not_be_read_stands_apart_and_is_the_worst() -> None:
    kept = [digest("a", unit(), tally=Tally(VERDICTS[1], (3, 0, 0)), rules={"POA101": 3})]
    kept.append(digest("b", tally=Tally(UNCHECKED, (1, 0, 0)), unread=True, rules={"POA007": 1}))
    made = calendar.summary(kept, Known(names={"POA101": "suma-trimestral"}))
    assert [one.path for one in made.apart] == ["b"]
    assert [one.path for one in made.worst] == ["b", "a"]
    assert [(rule.code, rule.name, rule.findings, rule.files) for rule in made.rules] == [
        ("POA101", "suma-trimestral", 3, 1),
        ("POA007", "", 1, 1),
    ]
    assert made.tally == (4, 0, 0)


UNITS = st.builds(
    unit,
    st.sampled_from(["511/101", "511/102", "9/101", ""]),
    st.sampled_from(["T1", "T2", "M01", ""]),
    st.sampled_from(["INGRESOS", "CATASTRO"]),
    ramo=st.sampled_from(["", "63", "64"]),
)
KEPT = st.lists(st.tuples(st.lists(UNITS, max_size=3), st.sampled_from([2023, 2024, None])), max_size=5).map(
    lambda made: [digest(f"t{n}.txt", *units, year=year) for n, (units, year) in enumerate(made)]
)


@given(KEPT, st.randoms(use_true_random=False))
def test_reports_may_come_in_any_order(kept: list[Digest], random: object) -> None:
    mixed = list(kept)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert summary(mixed) == summary(kept)


def test_the_made_year_is_the_same_in_any_order() -> None:
    few = digests()[:4]
    assert len({documents.dumps(json.render(summary(order), ES, View())) for order in permutations(few)}) == 1


@given(KEPT)
def test_nothing_is_lost_and_nothing_told_twice(kept: list[Digest]) -> None:
    made = summary(kept)
    told = [
        (one.path, id(unit))
        for year in made.years
        for row in year.rows
        for entry in row.entries.values()
        for one, unit in entry.digests
    ]
    assert sorted(path for path, _ in told) == sorted(one.path for one in kept for _ in one.units)
    assert sorted(one.path for one in made.files) == [one.path for one in kept]
    for year in made.years:
        assert all(period in year.periods for _, period in year.missing)


def test_json_keeps_to_its_schema() -> None:
    made = replace(summary(digests()), notices=(("x.txt", "no está"),), left_out=(("hidden", 2),))
    document = documents.loads(json.render(made, ES, View()))
    jsonschema.validate(document, schema("year"))
    assert [unit["unidad"] for unit in document["years"][0]["units"]] == ["101", "102", "103", "104"]
    assert [one["periodo"] for one in document["years"][0]["missing"] if one["unidad"] == "101"] == ["T3"]
    assert len(document["files"]) == document["summary"]["reports"] == 12


def hostile() -> Summary:
    bad = '=HYPERLINK("x")\x1b[31m\u202e\n<b>'
    risk = Risk(bad, bad, "POA930", bad)
    return calendar.summary(
        [digest(f"{bad}.txt", unit(bad.replace("/", ""), name=bad, risks=(risk,), forma=bad), rules={bad: 1})],
        Known(bad, {bad: bad}, (Due("102", bad, "", bad, None, bad),), (), ((bad, bad),)),
    )


@pytest.mark.parametrize("width", [40, 60, 200])
def test_hostile_text_is_shown_as_text(width: int) -> None:
    for made in (terminal.render(hostile(), ES, View(width=width, all=True)), csv.render(hostile(), ES, View())):
        assert not {"\x1b", "\u202e"} & set(made)
    rows = list(csvs.reader(io.StringIO(csv.render(hostile(), ES, View()), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    jsonschema.validate(documents.loads(json.render(hostile(), ES, View())), schema("year"))


def test_a_workbook_holds_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(hostile(), ES, View())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)


def test_a_workbook_has_its_sheets_and_is_ready_for_paper() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(summary(digests()), ES, View())))
    assert book.sheetnames == ["unidades", "riesgos", "reglas", "archivos", "faltantes", "muy arriba"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 1)
        assert sheet.print_title_rows == "$1:$1"
    head, *rows = book["unidades"].iter_rows(values_only=True)
    assert head[6:10] == ("T1", "T2", "T3", "T4")
    assert rows[0][6:10] == ("SIN OBSERVACIONES", "SIN OBSERVACIONES", "falta informe", "SIN OBSERVACIONES")
    assert next(row[1:6] for row in book["faltantes"].iter_rows(min_row=2, values_only=True)) == (
        "63", "511", "101", "DIRECCION DE INGRESOS", "T3",
    )  # fmt: skip
    assert book["archivos"].max_row == 13


RISKS = (
    Risk("201", "A", "POA930", "no llega"),
    Risk("202", "B", "POA932", "va arriba"),
    Risk("203", "C", "POA931", "no avanza"),
)


def test_a_goal_far_above_what_was_programmed_is_not_at_risk() -> None:
    found = summary([digest("t1.txt", unit(risks=RISKS))], ())
    text = " ".join(terminal.render(found, ES, View(width=200)).split())
    assert "4 de 4 metas; en riesgo 201, 203; muy arriba 202" in text
    assert "Metas en riesgo: 511/101 meta 201 (POA930): no llega 511/101 meta 203 (POA931): no avanza Metas muy" in text
    assert "Metas muy arriba de lo programado: 511/101 meta 202 (POA932): va arriba" in text
    (row,) = csvs.DictReader(io.StringIO(csv.render(found, ES, View()), newline=""))
    assert (row["en_riesgo"], row["muy_arriba"]) == ("201 203", "202")
    assert list(row)[-3:] == ["muy_arriba", "previstas_sin_dato", "motivo"], "columns stay where they are"
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(found, ES, View())))
    heads = ["metas en riesgo", "metas muy arriba de lo programado", "metas sin dato para prever"]
    assert [cell.value for cell in book["unidades"][1]][-3:] == heads
    assert [cell.value for cell in book["unidades"][2]][-3:] == ["201, 203", "202", 0]
    assert [[row[6].value for row in book[name].iter_rows(min_row=2)] for name in ("riesgos", "muy arriba")] == [
        ["201", "203"],
        ["202"],
    ]


def test_the_table_has_room_at_any_width() -> None:
    kept = [digest(f"{n}{p}", unit(f"511/{n}", p, "UNIDAD EJECUTORA DE NOMBRE LARGO")) for n in range(60) for p in ENDS]
    for width in (40, 60, 100, 200):
        text = terminal.render(summary(kept, ()), ES, View(width=width))
        assert max(map(len, text.splitlines())) <= width
        assert text.count("511/") == terminal.ROWS
        assert "y 20 unidades más: SIN OBSERVACIONES 20 (--all las" in " ".join(text.split())
    narrow = terminal.render(summary(kept, ()), ES, View(width=40))
    assert "No caben" in narrow
    assert terminal.render(summary(kept, ()), ES, View(width=200, all=True)).count("511/") == 60


def test_words_fit_old_code_pages() -> None:
    for language in ("es", "en"):
        text = terminal.render(summary(digests()), words(language), View())
        for page in ("cp1252", "cp850"):
            text.encode(page)
            "".join(words(language, "summary").table.values()).encode(page)


def test_colour_adds_nothing_but_colour() -> None:
    plain, painted = (terminal.render(summary(digests()), ES, View(colour=colour)) for colour in (False, True))
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    assert "\x1b[" in painted
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_units_that_nobody_expected_are_marked() -> None:
    text = terminal.render(summary(digests(), DUE[1:]), ES, View())
    assert "Informan, y nadie las esperaba:\n  511/101 DIRECCION DE INGRESOS\n" in text
    assert "101,DIRECCION DE INGRESOS,false" in csv.render(summary(digests(), DUE[1:]), ES, View())


def test_no_report_at_all_is_said() -> None:
    assert terminal.render(summary(()), ES, View()) == "No hay ningún informe.\n"


def test_a_missing_unit_is_told_from_one_with_its_codes_in_another_ramo() -> None:
    due = (Due("101", "511", "63"), Due("101", "511", "64"))
    made = calendar.summary(
        [digest("a", unit(), unit(ramo="64")), digest("b", unit(period="T2"))], Known("reglas", {}, due)
    )
    (year,) = made.years
    assert [(row.ramo, row.missing) for row in year.rows] == [("63", ()), ("64", ("T2",))]
    assert documents.loads(json.render(made, ES, View()))["years"][0]["missing"] == [
        {"ramo": "64", "programa": "511", "unidad": "101", "nombre": "INGRESOS", "periodo": "T2"}
    ]
    lines = list(csvs.DictReader(io.StringIO(csv.render(made, ES, View()), newline="")))
    assert [(line["ramo"], line["veredicto"]) for line in lines if line["periodo"] == "T2"] == [
        ("63", "SIN OBSERVACIONES"), ("64", "FALTA INFORME"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(made, ES, View())))
    assert [row[:3] for row in book["faltantes"].iter_rows(min_row=2, values_only=True)] == [(2024, "64", "511")]


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    risks = tuple(Risk(f"{100 + number}", "ATENDER " * 20, "POA930", "si se cumple") for number in range(12))
    told = calendar.summary([digest("a", unit(risks=risks, name="U" * 40))], Known())
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(told, ES, View())))
    for sheet in book:
        for number, column in enumerate(sheet.iter_cols(), 1):
            wide = sheet.column_dimensions[get_column_letter(number)].width
            words = str(column[0].value).split()
            assert max(map(len, words)) < wide, "no word of a heading is cut"
            for cell in column[1:]:
                if cell.value is None or column[0].value == "sha256":
                    continue
                lines = -(-len(str(cell.value)) // (wide - 1))
                high = sheet.row_dimensions[cell.row].height or xlsx.LINE
                assert lines == 1 or (cell.alignment.wrap_text and high >= lines * xlsx.LINE), cell.coordinate


def quarter(folder: str, period: str, units: int) -> list[Digest]:
    """The reports of so many units in a folder."""
    return [digest(f"{folder}/{number}.txt", unit(f"511/{number}", period)) for number in range(1, units + 1)]


def test_a_report_in_the_wrong_folder_makes_nobody_missing_and_is_told() -> None:
    stray = digest("T3/9 segundo trimestre.txt", unit("511/1", "T2"))
    due = tuple(Due(str(number), "511") for number in range(1, 11))
    year = only(*quarter("T3", "T3", 9), stray, due=due)
    assert missing(year) == [(("511", "10"), "T3")]
    assert year.strays == {"T2": ("T3/9 segundo trimestre.txt",)}
    found = calendar.summary([*quarter("T3", "T3", 9), stray], Known(due=due))
    text = " ".join(terminal.render(found, ES, View(width=200)).split())
    assert "Informes que no son del periodo de su carpeta: T2: T3/9 segundo trimestre.txt Revise su FECHA" in text
    document = documents.loads(json.render(found, ES, View()))
    jsonschema.validate(document, schema("year"))
    assert document["years"][0]["strays"] == [{"periodo": "T2", "paths": ["T3/9 segundo trimestre.txt"]}]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ([*quarter("T1", "T1", 9), *quarter("T2", "T2", 1)], 8),  # the first report of a quarter in its own folder
        ([*quarter("todo", "T1", 9), *quarter("todo", "T2", 2)], 7),
        ([*quarter("todo", "T1", 9), *quarter("todo", "T2", 1)], 0),
        ([*quarter("todo", "T1", 4), *quarter("todo", "T2", 1)], 3),  # too few to tell
        ([*quarter("todo", "T1", 30), *quarter("todo", "T2", 3)], 0),
        ([*quarter("todo", "T1", 30), *quarter("todo", "T2", 4)], 26),
    ],
)
def test_a_period_is_asked_for_where_it_is_at_home(kept: list[Digest], asked: int) -> None:
    year = only(*kept)
    assert len(year.missing) == asked
    assert bool(year.strays) == (not asked)


def test_who_reports_in_a_file_that_was_only_compared_with_is_not_missing() -> None:
    kept = [digest("T3/a.txt", unit(period="T3")), digest("T3/b.txt", unit("511/102", "T2"))]
    due = (Due("101", "511"), Due("102", "511"))
    assert missing(only(*kept, due=due)) == [(("511", "101"), "T2"), (("511", "102"), "T3")]
    other = [
        Elsewhere(Due("101", "511", "63", "", 2024, "T2/a.txt"), "T2"),
        Elsewhere(Due("102", "511", "64", "", 2024, "T3/of another ramo.txt"), "T3"),
        Elsewhere(Due("102", "511", "63", "", 2023, "T3/of another year.txt"), "T3"),
    ]
    (year,) = calendar.summary(kept, Known(due=due, elsewhere=tuple(other))).years
    assert missing(year) == [(("511", "102"), "T3")]


def test_every_format_says_why_a_file_could_not_be_read() -> None:
    lost = digest("T1/roto.xlsx", tally=Tally(UNCHECKED, (1, 0, 0)), unread=True, reason="el archivo está dañado")
    found = summary([digest("T1/a.txt", unit()), lost], (Due("101", "511"), Due("102", "511")))
    text = " ".join(terminal.render(found, ES, View(width=200)).split())
    assert "No se pudieron leer; pídalos otra vez: T1/roto.xlsx: el archivo está dañado" in text
    assert "511/102: T1 Puede que alguno sea el archivo que no se pudo leer" in text
    assert "Archivos que no informan" not in text
    *_, row = csvs.DictReader(io.StringIO(csv.render(found, ES, View()), newline=""))
    assert (row["archivo"], row["veredicto"], row["errores"], row["motivo"]) == (
        "T1/roto.xlsx", UNCHECKED, "1", "el archivo está dañado",
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(found, ES, View())))
    assert [row[-1].value for row in book["archivos"]] == ["por qué no se pudo leer", None, "el archivo está dañado"]
    document = documents.loads(json.render(found, ES, View()))
    jsonschema.validate(document, schema("year"))
    assert [file.get("reason") for file in document["files"]] == [None, "el archivo está dañado"]


def test_a_file_that_was_read_and_reports_nothing_is_no_unread_file() -> None:
    text = terminal.render(summary([digest("a", unit()), digest("plan.xlsx")], ()), ES, View(width=200))
    assert "Archivos que no informan avances:\n  plan.xlsx\n" in text
    assert "No se pudieron leer" not in text


def test_what_cannot_be_measured_is_told_of_each_period() -> None:
    first = digest("a", unit(progress={"even": 3, "unplanned": 47}))
    last = digest("b", unit(period="T2", progress={"even": 50, "unread": 2}))
    text = " ".join(terminal.render(summary([first, last], ()), ES, View(width=200)).split())
    assert "(se pueden medir 3 y 50; sin P 47 y 0; sin A o ilegible 0 y 2)" in text
    text = " ".join(terminal.render(summary([first], ()), ES, View(width=200)).split())
    assert "(se pueden medir 3; sin P 47; sin A o ilegible 0)" in text
