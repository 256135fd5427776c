"""`authoring.drafting`: the file of a form, drafted from a report of a layout that nobody knows."""

import io
import random
from contextlib import suppress
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.authoring.drafting import Draft, OutOfReach, draft, loaded, periods, writing
from poa_lint.authoring.drafting.names import measure, slug, text_id, year_id
from poa_lint.core import yamltree
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source, Trouble
from poa_lint.documents import open_source
from poa_lint.expression.syntax import Problem
from poa_lint.rulebook.formulas import checked
from tests.places import ROOT, SEED

FOLDER = ROOT / "tests" / "data" / "forms"
LAYOUTS = {  # of each the code, and how many columns, periods and questions there are
    "pbrm-02a": ("PbRM-02a", 12, 4, 0),
    "pbrm-08c": ("PbRM-08c", 16, 4, 0),
    "variacion": ("EPT-03", 20, 4, 0),
    "plan": ("X-1", 8, 4, 1),
    "semestral": ("X-1", 11, 2, 1),
    "mensual": ("PO-MEN-01", 31, 12, 0),
    "drafts/poa-mensual-programada-alcanzada": ("X-1", 30, 12, 5),
    "drafts/poa-mensual-solo-programado": ("X-1", 16, 12, 1),
    "drafts/avance-fisico-financiero": ("X-1", 13, 4, 4),
    "drafts/obra-con-importes": ("TES-07", 25, 4, 4),
}
BUILT_IN = {
    "pbrm-02a": "PbRM-02a",
    "pbrm-08c": "PbRM-08c",
    "variacion": "EPT-03",
    "plan": "POA-PLAN",
    "semestral": "EVAL-SEM",
    "mensual": "PO-MEN-01",
}
OUT = {
    "drafts/pbrm-08b-indicador-con-variables": "two",
    "dictamen": "two",
    "drafts/mir-avance-de-indicadores": "two",
    "drafts/ltaip-fraccion-vi-registro-por-renglon": "record",
}


@cache
def drafted(name: str) -> Draft:
    return draft(Source(f"{name}.txt", text(name)), built_in_forms(), "X-1")


def text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def data(made: Draft) -> dict[str, Any]:
    tree = yamltree.read(made.text)
    assert not isinstance(tree, Trouble)
    found = yamltree.plain(tree)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_drafted_and_read_by_its_draft(name: str) -> None:
    made = drafted(name)
    assert (made.code, made.columns, made.periods, made.questions) == LAYOUTS[name]
    assert made.goals == made.rows in (2, 3)
    assert made.text.count(writing.MARK) == made.questions + 1  # the first line explains the mark
    assert made.known == BUILT_IN.get(name, "")


@pytest.mark.parametrize("name", OUT)
def test_a_layout_out_of_reach_is_refused(name: str) -> None:
    with pytest.raises(OutOfReach) as error:
        drafted(name)
    assert error.value.kind == OUT[name]


@pytest.mark.parametrize(
    "content", ["", "hola\n", "RAMO:\t07\tTESORERIA\nNOMBRE DEL INDICADOR:\tAvance\nMETA:\t90\n", "\t" * 9]
)
def test_a_file_without_a_table_is_refused(content: str) -> None:
    with pytest.raises(OutOfReach, match="table"):
        draft(Source("x.txt", content), built_in_forms())


def test_our_own_form_is_drafted_from_the_real_report() -> None:
    made = draft(Source("informe.txt", SEED.read_text(encoding="utf-8")), built_in_forms())
    (own,) = (form for form in built_in_forms() if form.code == "TMM-F004")
    form = loaded(made.text)
    assert made.known == made.code == "TMM-F004"
    assert [(one.columna, one.path, one.kind) for one in form.columns] == [
        (one.columna, one.path, one.kind) for one in own.columns
    ]
    assert [(entry.columna.id, entry.code != "") for entry in form.head.entries] == [
        (entry.columna.id, True) for entry in own.head.entries[:8]
    ]
    assert (made.questions, made.goals, made.rows) == (0, 25, 25)
    assert form.head.unit == own.head.unit
    assert [role.name for role in form.head.roles] == [role.name for role in own.head.roles]


@pytest.mark.parametrize("name", ["pbrm-02a", "pbrm-08c", "variacion", "semestral", "mensual", "plan"])
def test_drafts_agree_with_the_forms_written_by_hand(name: str) -> None:
    own = next(form for form in built_in_forms() if form.code == BUILT_IN[name])
    made = loaded(drafted(name).text)
    assert [(one.columna.id, one.kind) for one in made.columns] == [(one.columna.id, one.kind) for one in own.columns]
    assert [one.mes for one in made.periods] == [one.mes for one in own.periods]
    assert made.head.cutoff.says == own.head.cutoff.says


def test_formulas_are_found_in_the_rows() -> None:
    assert {name: found.text for name, found in drafted("variacion").formulas.items()} == {
        "variacion": "avance - programado",
        "porcentaje": "avance / programado * 100",
    }
    assert drafted("pbrm-02a").formulas["porcentaje"].text == "programado / meta_anual * 100"
    found = drafted("pbrm-08c").formulas
    assert found["variacion_acumulada"].text == "absoluto - programado_acumulado"
    assert found["variacion_pct"].text == "variacion / meta_anual * 100"
    columns = {column["id"]: column for column in data(drafted("pbrm-08c"))["columns"]}
    assert columns["variacion"]["signo"] == "true"
    assert columns["variacion_pct"]["tolerancia"] == "1"
    assert "signo" not in columns["avance_pct"]


def test_a_formula_that_fails_in_a_tenth_of_the_rows_is_none() -> None:
    lines = ["ACCION\tUNIDAD\tMETA ANUAL\tProgramado\tRealizado\tVariación"]
    lines += [f"{n}.- SESIONAR\tSESION\t9\t{n}\t{n + 77}\t{77 if n % 10 else 88}" for n in range(1, 31)]
    made = draft(Source("x.txt", "\n".join(lines)), built_in_forms())
    assert not made.formulas
    assert "no se halló con qué fórmula" in made.text
    lines = [line.replace("\t88", "\t77") for line in lines]
    made = draft(Source("x.txt", "\n".join(lines)), built_in_forms())
    assert made.formulas["variacion"].text == "avance.corte - programado.corte"


def test_measures_side_by_side_repeat_one_by_one() -> None:
    months = "Enero-Marzo\tAbril-Junio\tJulio-Septiembre\tOctubre-Diciembre"
    lines = [
        "ACCION\tUNIDAD DE MEDIDA\tMETA ANUAL\tPROGRAMADO\t\t\t\tALCANZADO\t\t\t",
        f"\t\t\t{months}\t{months}",
        "1.- SESIONAR\tSESION\t4\t1\t1\t1\t1\t1\t1\t\t",
        "2.- INFORMAR\tINFORME\t5\t2\t1\t1\t1\t2\t1\t\t",
    ]
    form = loaded(draft(Source("x.txt", "\n".join(lines)), built_in_forms()).text)
    assert [one.columna.id for one in form.columns][3:] == [
        *(f"programado.{n}" for n in range(1, 5)),
        *(f"avance.{n}" for n in range(1, 5)),
    ]


def test_what_has_no_name_gets_a_neutral_one_and_a_question() -> None:
    lines = [
        "ACCION\tUNIDAD\tMETA ANUAL\t???\tSEMÁFORO",
        "1.- SESIONAR\tSESION\t4\t7\tVERDE",
        "2.- VER\tVISTA\t4\t7\tROJO",
    ]
    made = draft(Source("x.txt", "\n".join(lines)), built_in_forms())
    columns = {column["id"]: column for column in data(made)["columns"]}
    assert columns["columna_4"]["tipo"] == "cifra"
    assert columns["semaforo"]["tipo"] == "texto"
    assert made.text.count("# ¿?") == made.questions + 1


def test_a_workbook_is_drafted_like_its_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line in text("variacion").splitlines():
        sheet.append([cell or None for cell in line.split("\t")])
    for cells in ("D20:S20", "D21:G21", "H21:K21", "L21:O21", "P21:S21"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    source = open_source(buffer.getvalue(), "informe.xlsx")
    assert isinstance(source, Source)
    made = draft(source, built_in_forms())
    assert made.text == drafted("variacion").text
    assert made.goals == 3


def test_a_table_of_bars_or_of_blanks_is_found_without_its_form() -> None:
    rows = [line.split("\t") for line in text("semestral").splitlines()]
    wide = [max(len(row[at]) for row in rows if len(row) > at and len(row) > 4) for at in range(11)]
    bars = [f"| {' | '.join(row)} |" if len(row) > 4 else "  ".join(row) for row in rows]
    blanks = ["   ".join(cell.ljust(size) for cell, size in zip(row, wide, strict=False)) for row in rows]
    for lines in (bars, blanks):
        made = draft(Source("x.txt", "\n".join(lines)), built_in_forms(), "X-1")
        assert loaded(made.text).columns == loaded(drafted("semestral").text).columns
        assert made.questions == drafted("semestral").questions + 1


HOSTILE = (
    "'", '"', ": ", " #x", "{a: b}", "[x", "&a", "*b", "!!python/object", "%TAG", "@", "`", "|", ">", "null",
    "true", "1e3", "~", "- x",
    "<b>x</b>", "\x00\x1b[31m", "\u202eabc", "\u2028", "\ud800",
    "{periodo}", "\\d+(", "\x85", "x" * 190, "¿?", "Ñandú #1: sí", "=1+1", "\ufeff",
)  # fmt: skip


@pytest.mark.parametrize("odd", HOSTILE)
def test_titles_that_mean_something_to_yaml_are_texts(odd: str) -> None:
    lines = [
        f"AVANCE {odd} DE METAS",
        f"LABEL {odd}:\t{odd}",
        f"RAMO:\t{odd}",
        "",
        f"ACCION\tUNIDAD\tMETA ANUAL\tA {odd}\t{odd} B\tC{odd}",
        "1.- SESIONAR\tSESION\t4\t7\tVERDE\t1",
        f"2.- VER {odd}\tVISTA\t4\t7\tROJO\t2",
        f"ELABORÓ\tREVISÓ {odd}",
    ]
    made = draft(Source("x.txt", "\n".join(lines)), built_in_forms(), f"C {odd}")
    assert len(data(made)["columns"]) >= 5
    assert made.text.replace("\n", "").isprintable()


def test_a_huge_text_takes_bounded_time() -> None:
    wide = "\t".join(f"TITULO {n}" for n in range(5000))
    huge = [
        "\n".join([wide, wide, "\t".join(map(str, range(5000)))] * 40),
        "\n".join(["ACCION\tUNIDAD\tMETA ANUAL\tAVANCE", *(["1.- SESIONAR\tSESION\t4\t7"] * 100_000)]),
        "\n".join("\t".join(f"T{n}" for n in range(110)) for _ in range(6))
        + "\n"
        + "\n".join(["\t".join(["0"] * 110)] * 3000),
        "\n".join(["A\tB\tC\tD", "1\t2\t3\tx"] * 20_000),
        "\t" * 2_000_000,
        "ACCION\tUNIDAD\tMETA ANUAL\tAVANCE\n" + "9" * 500_000 + "\t4\t4\t4\n",
        "a:" * 200_000 + "\t1\t2\n",
        "\n".join(["\tENERO A " * 30] * 2000 + ["x\t1\t2\t3"]),
    ]
    for content in huge:
        with suppress(OutOfReach):
            draft(Source("x.txt", content), built_in_forms())


def test_whatever_a_text_is_its_draft_loads_or_is_refused() -> None:
    chance = random.Random(7)  # noqa: S311 - to draw tables
    pool = [
        "",
        "P",
        "A",
        "%",
        "Ene",
        "Feb",
        "T1",
        "2DO TRIMESTRE",
        "ACCION",
        "META",
        "RAMO:",
        "TOTAL",
        "1",
        "25%",
        "$3",
        "N/A",
        "x: y",
        "2025",
    ]
    for _ in range(120):
        rows = ["\t".join(chance.choices(pool, k=chance.randint(1, 12))) for _ in range(chance.randint(2, 14))]
        with suppress(OutOfReach):
            draft(Source("x.txt", "\n".join(rows)), built_in_forms())


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Ene-Mar", (4, 1)), ("ENERO A MARZO", (4, 1)), ("Segundo Trimestre", (4, 2)),
        ("3ER. TRIM.", (4, 3)),
        ("Trimestre IV", (4, 4)),
        ("T2", (4, 2)), ("Ene", (12, 1)), ("Programado Dic", (12, 12)), ("Primer semestre", (2, 1)),
        ("Jul-Dic", (2, 2)),
        ("Ene-Abr", (3, 1)),
        ("1er Bimestre", (6, 1)), ("Programado", None), ("META ANUAL", None), ("P", None),
        ("mayor avance", None), ("T9", None), ("Feb-Abr", None),
    ],
)  # fmt: skip
def test_periods_are_told_by_their_names(said: str, meant: tuple[int, int] | None) -> None:
    found = periods.said(said)
    assert (found and (found.periods, found.number)) == meant


def test_titles_are_told_by_their_words() -> None:
    assert measure(["Programada", "Meta"]) == "programado"
    assert measure(["AVANCE", "%"]) == "porcentaje"
    assert year_id(["Cantidad Programada Anual"]) == "meta_anual"
    assert year_id(["ACUMULADO RELATIVO"]) == "relativo"
    assert text_id(["U. DE M."]) == "unidad_medida"
    assert slug("Oficina de Representación (Ñ) y otras cosas más") == "oficina_de_representacion_n_y"
    assert slug("№ 1") in ("", "no_1")


def test_a_line_with_the_form_s_own_code_is_no_line_of_the_header_and_a_sign_may_be_a_title() -> None:
    """`Clave: TES-07` is how the form is known; `$` is the whole title of a column of money in every quarter."""
    made = data(drafted("drafts/obra-con-importes"))
    assert [entry["id"] for entry in made["encabezado"]] == ["dependencia", "programa"]
    repeated = next(column for column in made["columns"] if column["id"] == "periodos")
    assert [column["titulo"][-1] for column in repeated["columnas"]] == ["Prog.", "Real.", "Dif.", "$"]
    assert made["renglones"]["total"][:2] == ["SUBTOTAL", "TOTAL"]


@pytest.mark.parametrize(("marks", "way"), [(".", "{numero}."), (")", "{numero})"), (".-", None)])
def test_goals_are_numbered_in_the_form_s_own_way(marks: str, way: str | None) -> None:
    lines = ["ACCION\tUNIDAD\tMETA ANUAL\tAVANCE", *(f"{n}{marks} SESIONAR\tSESION\t4\t7" for n in (1, 2, 10))]
    made = draft(Source("x.txt", "\n".join(lines)), built_in_forms())
    assert data(made).get("numero") == (None if way is None else {"se_escribe": way})
    mixed = draft(Source("x.txt", "\n".join([*lines, "3.) VER\tVISTA\t4\t7"])), built_in_forms())
    assert "numero" not in data(mixed)


SPENT = "Num.\tObra\tUnidad\tMeta anual\tEne-Mar\t\t\tAbr-Jun\t\t\tJul-Sep\t\t\tOct-Dic\t\t\tEjercido"
SPENT_ROWS = (
    "\t\t\t" + "\tProgramado\tRealizado\tPesos" * 4 + "\t",
    "1\tPavimentar\tM2\t4\t1\t1\t$50,000.00\t1\t1\t$45,000.00\t1\t\t\t1\t\t\t$95,000.00",
    "2\tBachear\tM2\t8\t2\t2\t$20,000.00\t2\t2\t$21,000.00\t2\t\t\t2\t\t\t$41,000.00",
    "3\tAlumbrar\tPIEZA\t4\t1\t1\t$9,000.00\t1\t1\t\t1\t\t\t1\t\t\t$9,000.00",
)


def test_a_sum_of_all_periods_that_holds_in_every_row_is_a_guess() -> None:
    made = draft(Source("x.txt", "\n".join((SPENT, *SPENT_ROWS))), built_in_forms(), "TES-1")
    spent = next(column for column in data(made)["columns"] if column["id"] == "ejercido")
    assert spent["formula"] == "sum([pesos.1, pesos.2, pesos.3, pesos.4])"
    assert made.formulas["ejercido"][1:] == (3, 3, 2)
    assert "¿? en los 3 renglones del archivo es la suma de pesos: ¿lo es siempre?" in made.text
    (form,) = (one for one in (loaded(made.text),))
    assert not [
        column for column in form.columns if column.formula and isinstance(checked(form, column.formula), Problem)
    ]
    wrong = SPENT_ROWS[1].replace("$95,000.00", "$95,001.00")
    made = draft(Source("x.txt", "\n".join((SPENT, SPENT_ROWS[0], wrong, *SPENT_ROWS[2:]))), built_in_forms(), "TES-1")
    assert "ejercido" not in made.formulas


def test_known_titles_have_other_words_that_are_no_title_of_the_form() -> None:
    assert data(drafted("semestral"))["sinonimos"]["Comentarios"] == ["OBSERVACIONES", "JUSTIFICACION"]
    lines = ["ACCION\tUNIDAD\tMETA ANUAL\tAVANCE\tOBSERVACIONES\tJUSTIFICACION"]
    lines += [f"{n}.- SESIONAR\tSESION\t4\t7\tTARDE\tNADIE" for n in range(1, 4)]
    made = data(draft(Source("x.txt", "\n".join(lines)), built_in_forms()))
    assert made["sinonimos"] == {
        "UNIDAD": ["UNIDAD DE MEDIDA", "U. DE M."],
        "META ANUAL": ["PROGRAMADO ANUAL"],
        "OBSERVACIONES": ["COMENTARIOS"],
    }


def test_a_page_in_which_nothing_is_found_becomes_the_example() -> None:
    made = drafted("variacion")
    (example,) = data(made)["examples"]["pass"]
    assert example["page"].count("\n100.- ") == 1
    assert "EPT-03" in example["page"]
    assert "102.- " not in example["page"]
    assert "ELABORÓ" in example["page"]
    wrong = text("variacion").replace("\t4\t1\t1\t0\t", "\t9\t1\t1\t0\t")
    assert wrong != text("variacion")
    assert "examples" not in data(draft(Source("x.txt", wrong), built_in_forms()))
