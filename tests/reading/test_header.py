"""The header and the signatures of a page, and what is missing in them."""

import re

import pytest

from poa_lint.authoring.samples import SIGNATURES, write
from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.records import replace
from poa_lint.core.report import Informe
from poa_lint.core.text import folded
from poa_lint.reading.read import Reading
from tests.reading.reports import PAGE, TEXT, Read, codes, signature
from tests.reading.variants import LABELS


@pytest.mark.parametrize("label", LABELS)
def test_a_lost_header_line_is_said(read: Read, label: str) -> None:
    text = "\n".join(line for line in TEXT.split("\n") if not re.match(rf"{label}:?\t", line))
    reading = read(text)
    assert ("POA009", "falta") in codes(reading)
    assert reading.facts[-1].values["dato"] == label
    assert len(reading.informe.metas) == 2


@pytest.mark.parametrize("label", LABELS)
def test_a_label_without_a_code_is_said(read: Read, label: str) -> None:
    text = write([replace(PAGE, ejes=PAGE.ejes[:1], lineas_de_accion=PAGE.lineas_de_accion[:1])])
    text = re.sub(rf"^({label}:?)\t.*$", r"\1\t\t", text, flags=re.MULTILINE)
    reading = read(text)
    assert codes(reading) == [("POA009", "sin_codigo")]
    (fact,) = reading.facts
    assert text[slice(*fact.span)].startswith(label)


@pytest.mark.parametrize(
    ("pattern", "dato"),
    [("TMM-F004", "TMM-F004"), ("FECHA: .*", "FECHA"), ("PROGRAMA OPERATIVO .*", "PROGRAMA OPERATIVO ANUAL")],
)
def test_a_missing_code_date_or_year_is_said(read: Read, pattern: str, dato: str) -> None:
    reading = read(re.sub(pattern, "", TEXT))
    assert codes(reading) == [("POA009", "falta")]
    assert reading.facts[0].values["dato"] == dato


def test_without_a_date_no_quarter_is_known_to_be_closed(read: Read) -> None:
    informe = read(re.sub("FECHA: .*", "", TEXT)).informe
    assert (informe.fecha, informe.corte) == (UNKNOWN, UNKNOWN)
    assert {period.cerrado for meta in informe.metas for period in meta.periodos} == {UNKNOWN}


@pytest.mark.parametrize("written", ["31-xyz-24", "primer trimestre", "mar-24"])
def test_an_unreadable_date_is_said_in_its_place(read: Read, written: str) -> None:
    text = TEXT.replace("31-mar.-24", written)
    reading = read(text)
    assert codes(reading) == [("POA003", "fecha")]
    assert text[slice(*reading.facts[0].span)] == written
    assert reading.informe.corte is UNKNOWN


def test_an_impossible_date_is_read_and_closes_nothing(read: Read) -> None:
    reading = read(TEXT.replace("31-mar.-24", "31-abr.-24"))
    assert reading.facts == ()
    assert reading.informe.paginas[0].fecha.value == Fecha(2024, 4, 31)
    assert reading.informe.corte is UNKNOWN


def test_the_commonest_date_decides_what_is_closed(read: Read) -> None:
    june = replace(PAGE, fecha="30-jun.-24")
    informe = read(write([PAGE, june, june])).informe
    assert (informe.fecha, informe.corte) == (Fecha(2024, 6, 30), 2)
    assert {meta.corte for meta in informe.metas} == {2}


def test_dates_equally_common_decide_nothing(read: Read) -> None:
    informe = read(write([PAGE, replace(PAGE, fecha="30-jun.-24")])).informe
    assert informe.corte is UNKNOWN


def test_a_text_without_a_page_is_an_empty_report(read: Read) -> None:
    for text in ("", "\n\n", "Estimado licenciado:\nadjunto el informe.\n", "\t\t\t\n1\t2\t3\n"):
        reading = read(text)
        assert codes(reading) == [("POA008", "ninguno")], text
        assert reading.informe == Informe((), (), UNKNOWN, UNKNOWN, UNKNOWN)


# Signatures ---------------------------------------------------------------------------------------------------

EXPECTED = [(rol, folded(cargo), folded(nombre)) for rol, cargo, nombre in SIGNATURES]


def signed(firmas: str) -> str:
    """The report with these lines where its signatures were."""
    return TEXT[: TEXT.index("\nELABORÓ")] + firmas


def firmas_of(reading: Reading) -> list[object]:
    return [signature(firma) for firma in reading.informe.unidades[0].firmas]


@pytest.mark.parametrize("gap", ["\t", "\t\t\t", " \t \t"])
def test_signatures_may_stand_side_by_side(read: Read, gap: str) -> None:
    lines = [gap.join(part) for part in zip(*SIGNATURES, strict=True)]
    text = signed("\n" + lines[0] + "\n\n\n" + "\n".join(lines[1:]) + "\n")
    reading = read(text)
    assert reading.facts == ()
    assert firmas_of(reading) == EXPECTED


def test_signatures_side_by_side_on_every_page(read: Read) -> None:
    lines = ["\t".join(part) for part in zip(*SIGNATURES, strict=True)]
    one = signed("\n" + lines[0] + "\n\n" + "\n".join(lines[1:]) + "\n")
    reading = read(one + one.replace("101\tGERENCIA", "102\tOTRA GERENCIA"))
    assert reading.facts == ()
    assert [[signature(firma) for firma in unidad.firmas] for unidad in reading.informe.unidades] == [EXPECTED] * 2


def test_side_by_side_a_missing_name_is_nobody_elses(read: Read) -> None:
    reading = read(
        signed("\nELABORÓ\tREVISÓ\tAUTORIZÓ\n\nCOORDINADOR\tRESPONSABLE\tRESPONSABLE\nROSA MEZA\t\tCARMEN ORTIZ\n")
    )
    assert firmas_of(reading) == [
        ("ELABORÓ", "coordinador", "rosa meza"),
        ("REVISÓ", "responsable", ""),
        ("AUTORIZÓ", "responsable", "carmen ortiz"),
    ]


@pytest.mark.parametrize(
    ("lines", "cargo", "nombre"),
    [
        ("COORDINADOR ADMINISTRATIVO\nLIC. ROSA MEZA\n", "coordinador administrativo", "lic. rosa meza"),
        ("\n\n\nCOORD. ADMINISTRATIVO\nLIC. ROSA MEZA\n", "coord. administrativo", "lic. rosa meza"),
        ("COORD. ADMINISTRATIVO\n\n\nLIC. ROSA MEZA\n", "coord. administrativo", "lic. rosa meza"),
        ("LIC. ROSA MEZA\n\nCOORDINADORA ADMINISTRATIVA\n", "coordinadora administrativa", "lic. rosa meza"),
        ("COORDINADOR ADMINISTRATIVO\n", "coordinador administrativo", ""),
        ("LIC. ROSA MEZA\n", "", "lic. rosa meza"),
        ("\tCOORDINADOR ADMINISTRATIVO\n\tLIC. ROSA MEZA\n", "coordinador administrativo", "lic. rosa meza"),
        ("_____________\nCOORDINADOR\nLIC. ROSA MEZA\n", "coordinador", "lic. rosa meza"),
        ("\n", "", ""),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("following", ["", "\nREVISÓ\n", TEXT])
def test_a_signature_is_a_charge_and_a_name(read: Read, lines: str, cargo: str, nombre: str, following: str) -> None:
    """Whatever follows it: nothing, the next role, or the next page's letterhead."""
    reading = read(signed(f"\nELABORÓ\n{lines}{following}"))
    first = reading.informe.paginas[0].firmas[0]
    assert signature(first) == ("ELABORÓ", cargo, nombre)
    assert (first.cargo.value is BLANK, first.nombre.value is BLANK) == (not cargo, not nombre)


def test_a_page_without_signatures_has_none(read: Read) -> None:
    reading = read(signed(""))
    assert reading.facts == ()
    assert reading.informe.unidades[0].firmas == ()


def test_long_names_of_a_header_in_paragraphs_are_joined(read: Read) -> None:
    """As a converter writes it: a blank line behind every line, and lines of 72 characters."""
    start, end = TEXT.index("RAMO"), TEXT.index("TMM-F004")
    paragraphs = TEXT[start:end].replace("\t", " ").replace("\n", "\n\n")
    text = (
        TEXT[:start]
        + paragraphs.replace("MESURA EN EL EJERCICIO DE LOS ", "MESURA EN EL EJERCICIO LARGO Y PAUSADO DE TODOS LOS\n")
        + TEXT[end:]
    )
    reading = read(text)
    assert reading.facts == ()
    assert "PAUSADO DE TODOS LOS RECURSOS" in [linea.nombre.raw for linea in reading.informe.paginas[0].lineas][-1]


@pytest.mark.parametrize("between", [" ", ""])
def test_names_that_touch_are_told_apart_by_their_titles(read: Read, between: str) -> None:
    text = TEXT[: TEXT.index("ELABORÓ")] + (
        "ELABORÓ\tREVISÓ\tAUTORIZÓ\n\nCOORDINADOR\tRESPONSABLE DEL PROGRAMA\tRESPONSABLE DEL RAMO\n\n"
        f"LIC. ANA RÍOS\tC.P. ROSA ELENA ARMENTA{between}C.P. TOMÁS COTA\t\n"
    )
    reading = read(text)
    assert [firma.nombre.raw for firma in reading.informe.paginas[0].firmas] == [
        "LIC. ANA RÍOS",
        "C.P. ROSA ELENA ARMENTA",
        "C.P. TOMÁS COTA",
    ]


@pytest.mark.parametrize(
    "corner", ["TMM-F004", "Formato: TMM-F004", "FECHA: 31-mar.-24", "TMM-F004   FECHA: 31-mar.-24"]
)
@pytest.mark.parametrize("label", ["RAMO:", "PROGRAMA", "SUBFUNCION"])
def test_code_and_date_behind_a_name_are_none_of_it(read: Read, label: str, corner: str) -> None:
    """A PDF's corner that a converter writes in the line of an entry: `RAMO: 63 TESORERIA TMM-F004`."""
    line = next(line for line in TEXT.split("\n") if line.startswith(label))
    bare = "\n".join(line for line in TEXT.split("\n") if not line.startswith(("TMM-F004", "FECHA")))
    rest = "\n".join(part for part in ("TMM-F004", "FECHA: 31-mar.-24") if part not in corner)
    text = bare.replace(line, f"{line.replace(chr(9), ' ')} {corner}\n{rest}", 1)
    reading, expected = read(text), read(TEXT)
    assert codes(reading) == []
    page, other = reading.informe.paginas[0], expected.informe.paginas[0]
    assert (page.ramo.nombre.raw, page.subfuncion.nombre.raw) == (other.ramo.nombre.raw, other.subfuncion.nombre.raw)
    assert (page.forma.raw, page.fecha.raw) == ("TMM-F004", "31-mar.-24")


def test_a_name_may_end_with_the_word_of_the_date(read: Read) -> None:
    line = next(line for line in TEXT.split("\n") if line.startswith("RAMO:"))
    text = TEXT.replace(line, f"{line} A LA FECHA: MUNICIPAL")
    assert read(text).informe.paginas[0].ramo.nombre.raw.endswith(" A LA FECHA: MUNICIPAL")
