"""Roles, and what stands under them, in one cell with blanks between."""

import pytest

from poa_lint import lint
from poa_lint.authoring.samples import SIGNATURES, write
from poa_lint.core.figures import UNKNOWN
from tests.reading.reports import PAGE, TEXT, Read, codes, signature

HEAD = TEXT[: TEXT.index("ELABORÓ")]
ROLES, POSTS, NAMES = (tuple(one) for one in zip(*SIGNATURES, strict=True))
TITLED = ("ING. ANA RÍOS", "LIC. LUIS SOTO", "C.P. EVA PAZ")


def told(text: str) -> list[str]:
    """The codes of the findings at error or warning."""
    return [one.code for one in lint(text).files[0].diagnostics if one.severity.value != "info"]


@pytest.mark.parametrize("gap", ["   ", " " * 20])
@pytest.mark.parametrize("colon", ["", ":"])
def test_wide_gaps_part_the_signatures(read: Read, gap: str, colon: str) -> None:
    lines = [gap.join(f"{role}{colon}" for role in ROLES), "", gap.join(POSTS), gap.join(NAMES)]
    (pagina,) = read(HEAD + "\n".join(lines) + "\n").informe.paginas
    (expected,) = read(write([PAGE])).informe.paginas
    assert list(map(signature, pagina.firmas)) == list(map(signature, expected.firmas))


def test_posts_between_single_blanks_are_nobodys_for_certain(read: Read) -> None:
    text = HEAD + "\n".join((" ".join(ROLES), " ".join(POSTS), " ".join(TITLED))) + "\n"
    reading = read(text)
    firmas = reading.informe.paginas[0].firmas
    assert [firma.rol for firma in firmas] == ["ELABORÓ", "REVISÓ", "AUTORIZÓ"]
    assert {firma.cargo.value for firma in firmas} == {UNKNOWN}
    assert [firma.nombre.raw for firma in firmas] == list(TITLED)
    assert codes(reading) == []
    assert told(text) == []


def test_names_that_cannot_be_parted_are_unknown(read: Read) -> None:
    text = HEAD + "\n".join((" ".join(ROLES), " ".join(POSTS), "ANA RIOS LUIS SOTO EVA PAZ")) + "\n"
    assert {firma.nombre.value for firma in read(text).informe.paginas[0].firmas} == {UNKNOWN}
    assert told(text) == []


def test_a_role_that_is_missing_is_still_told() -> None:
    text = HEAD + "\n".join((" ".join(ROLES[:2]), " ".join(TITLED[:2]))) + "\n"
    assert "POA701" in told(text)


def test_words_behind_roles_are_no_roles(read: Read) -> None:
    text = HEAD + "ELABORÓ REVISÓ Y AUTORIZÓ LOS DOCUMENTOS\n"
    assert read(text).informe.paginas[0].firmas == ()
