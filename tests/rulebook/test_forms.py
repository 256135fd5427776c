"""Files of an office's forms: every mistake is told at its place, with what was perhaps meant, and none stops a run."""

from pathlib import Path

import pytest

from poa_lint.core.source import Trouble
from poa_lint.core.words import words
from poa_lint.expression.ambiguity import is_ambiguous, is_endless
from poa_lint.expression.patterns import compiled
from poa_lint.rulebook import form_file, troubles
from poa_lint.rulebook.forms import MAX_FILES, OfficeForms, office_forms
from tests.places import ROOT

FORM = """form: EVC-01
name: {es: Evaluación cuatrimestral, en: Evaluation every four months}
reconoce:
  clave: ['EVC[- ]?[0-9]{1,2}']
  titulo: [EVALUACION CUATRIMESTRAL]
ejercicio: {titulo: EVALUACION CUATRIMESTRAL}
corte: {etiqueta: [CORTE AL], dice: fecha}
unidad: [area]
encabezado:
  - {id: area, etiqueta: [AREA RESPONSABLE], clave: '[0-9]+', exige: true}
renglones: {total: [TOTAL]}
firmas:
  - {rol: FORMULÓ, sinonimos: [FORMULA]}
periods:
  - {nombre: Ene-Abr, clave: C1, cierre: fin de abril}
  - {nombre: May-Ago, clave: C2, cierre: fin de agosto}
  - {nombre: Sep-Dic, clave: C3, cierre: fin de diciembre}
columns:
  - {id: numero, titulo: [Clave], tipo: numero}
  - {id: texto, titulo: [Compromiso], tipo: texto}
  - {id: meta_anual, titulo: [Compromiso del año], tipo: cifra}
  - repetir: periodos
    columnas:
      - {id: programado, titulo: ["{periodo}", Previsto], tipo: cifra}
      - {id: avance, titulo: ["{periodo}", Hecho], tipo: cifra}
      - {id: resta, titulo: ["{periodo}", Resta], tipo: cifra, signo: true, formula: avance - programado, tolerancia: 1}
sinonimos:
  Hecho: [REALIZADO]
palabras: {periodo: {es: [cuatrimestre, cuatrimestres], en: [period, periods]}}
numero: {ambito: unidad}
justificacion: aparte
since: "0.3"
"""


def folder(where: Path, text: str = FORM, name: str = "evc-01.yaml") -> Path:
    path = where / "formas"
    path.mkdir(exist_ok=True)
    (path / name).write_text(text, encoding="utf-8")
    return path


def loaded(where: Path, *changes: tuple[str, str]) -> OfficeForms:
    text = FORM
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return office_forms([str(folder(where, text))])


def told(found: OfficeForms) -> list[tuple[str, str, str | None]]:
    """The faults: their kind, the words that they point at, and what was perhaps meant."""
    return [(fault.kind, _pointed(fault), fault.suggestion) for fault in found.troubles]


def _pointed(fault: Trouble) -> str:
    return fault.text[fault.offset : fault.offset + fault.length]


def test_a_form_that_is_in_order_has_no_fault(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert not found.troubles
    (own,) = (form for form in found.forms if form.code == "EVC-01")
    assert [column.columna.id for column in own.columns][-3:] == ["programado.3", "avance.3", "resta.3"]


BROKEN = [
    ("name:", "nombre: x\nname:", ("unknown-key", "nombre", "name")),
    ("corte:", "cortes:", ("unknown-key", "cortes", "corte")),
    ("name: {es: Evaluación cuatrimestral, en: Evaluation every four months}\n", "", ("missing-key", "f", None)),
    ("en: Evaluation every four months", "fr: x", ("unknown-key", "fr", None)),
    ("form: EVC-01", "form: EVC/01*", ("not-a-form-code", "EVC/01*", None)),
    ("since:", "extends: TMM-F04\nsince:", ("unknown-form", "TMM-F04", "TMM-F004")),
    ("since:", "extends: EVC-01\nsince:", ("form-circle", "EVC-01", None)),
    ("since:", "principal: true\nsince:", ("unknown-key", "principal", None)),
    ("'EVC[- ]?[0-9]{1,2}'", "'EVC[0-9'", ("pattern-syntax", "'EVC[0-9'", None)),
    ("'EVC[- ]?[0-9]{1,2}'", "'EVC[0-9]+'", ("pattern-endless", "'EVC[0-9]+'", None)),
    ("'EVC[- ]?[0-9]{1,2}'", "'(EVC)'", ("pattern-group", "'(EVC)'", None)),
    ("'EVC[- ]?[0-9]{1,2}'", "'^EVC'", ("pattern-anchor", "'^EVC'", None)),
    ("'EVC[- ]?[0-9]{1,2}'", "'E?V?'", ("pattern-empty", "'E?V?'", None)),
    ("clave: '[0-9]+'", "clave: '(?:[0-9]+)+'", ("pattern-ambiguous", "'(?:[0-9]+)+'", None)),
    ("clave: '[0-9]+'", "clave: '[0-9]{60}'", ("pattern-syntax", "'[0-9]{60}'", None)),
    ("titulo: [EVALUACION CUATRIMESTRAL]", "titulo: [[x]]", ("not-a-text", "[", None)),
    ("ejercicio: {titulo: EVALUACION CUATRIMESTRAL}", "ejercicio: {}", ("one-of", "ejercicio", None)),
    ("titulo: EVALUACION CUATRIMESTRAL}", "columna: Hech}", ("unknown-heading", "{", "Hecho")),
    ("titulo: EVALUACION CUATRIMESTRAL}", "columna: Hecho}", ("no-year", "{", None)),
    ("dice: fecha", "dice: fechas", ("not-a-choice", "fechas", "fecha")),
    ("etiqueta: [CORTE AL]", "etiqueta: []", ("no-words", "corte", None)),
    ("etiqueta: [CORTE AL]", "etiqueta: [Área responsable]", ("label-twice", "{", None)),
    ("unidad: [area]", "unidad: [aria]", ("unknown-entry", "aria", "area")),
    ("etiqueta: [AREA RESPONSABLE]", "etiqueta: []", ("no-words", "etiqueta", None)),
    ("etiqueta: [AREA RESPONSABLE], ", "", ("missing-key", "{", None)),
    ("exige: true", "exige: sí", ("not-a-choice", "sí", None)),
    ("id: area", "id: Área 1", ("not-an-id", "Área 1", "área_1")),
    ("  - {rol: FORMULÓ", "  - {role: FORMULÓ", ("unknown-key", "role", "rol")),
    ("cierre: fin de abril", "cierre: fin de avril", ("not-a-closing", "fin de avril", "fin de abril")),
    ("cierre: fin de abril", "cierre: 13-01", ("not-a-closing", "13-01", None)),
    ("cierre: fin de abril", "cierre: fin de septiembre", ("period-order", "fin de agosto", None)),
    ("clave: C2", "clave: C1", ("period-twice", "C1", None)),
    ("clave: C2", "clave: dos", ("not-a-period-key", "dos", None)),
    ("tipo: numero", "tipo: numeros", ("not-a-choice", "numeros", "numero")),
    ("tipo: numero", "formulas: x", ("unknown-key", "formulas", "formula")),
    ("año], tipo: cifra", "año], tipo: texto", ("other-kind", "texto", "cifra")),
    ("Hecho], tipo: cifra", "Hecho], tipo: libre", ("other-kind", "libre", "cifra")),
    (", tipo: numero", "", ("missing-key", "{", None)),
    ("{ambito: unidad}", "{se_escribe: numero.}", ("not-a-numbering", "numero.", None)),
    ("{ambito: unidad}", "{se_escribe: 'Meta {numero}'}", ("not-a-numbering", "'Meta {numero}'", None)),
    ("id: meta_anual", "id: avance_2", ("same-word", "avance_2", "avance2")),
    ("since:", "rules: [POA201]\nsince:", ("not-a-mapping", "[", None)),
    ("since:", "rules: {POA201: of}\nsince:", ("not-a-choice", "of", "off")),
    ("since:", "rules: {POA201: [info]}\nsince:", ("not-a-mapping", "[", None)),
    ("since:", "rules: {POA201: {}}\nsince:", ("missing-key", "POA201", None)),
    ("since:", "rules: {POA201: {severities: info}}\nsince:", ("unknown-key", "severities", "severity")),
    ("since:", "rules: {POA201: {severity: grave}}\nsince:", ("not-a-choice", "grave", None)),
    ("since:", "rules: {POA201: {params: 3}}\nsince:", ("not-a-mapping", "3", None)),
    ("id: texto", "id: textos", ("missing-column", "-", "textos")),
    ("id: texto", "id: meta_anual", ("id-twice", "meta_anual", None)),
    ("[Compromiso del año]", "[COMPROMISO]", ("heading-twice", "[", None)),
    ("id: numero", "id: avance.4", ("no-such-period", "avance.4", None)),
    ("id: numero", "id: numero, quita: true", ("nothing-to-remove", "numero", None)),
    ("id: numero", "id: numero, detras: nada", ("unknown-id", "nada", None)),
    ("repetir: periodos", "repetir: meses", ("not-a-choice", "meses", None)),
    ("titulo: [Clave]", f"titulo: [{'x' * 130}]", ("word-too-long", "x" * 130, None)),
    ("titulo: [Clave]", "titulo: [a, b, c, d, e, f]", ("too-deep", "[", None)),
    ("avance - programado", "avanse - programado", ("unknown-column", "avanse", "avance")),
    ("avance - programado", "avance - texto", ("wrong-type", "texto", None)),
    ("avance - programado", '"avance -"', ("expression-end", '"', None)),
    ("avance - programado", "summ(avance)", ("unknown-function", "summ", "sum")),
    ("tolerancia: 1", "tolerancia: poca", ("not-a-number", "p", None)),
    ("formula: avance - programado, tol", "tol", ("needs-key", "tolerancia", None)),
    ("tipo: texto", "tipo: texto, formula: meta_anual", ("not-of-figures", "meta_anual", None)),
    ("  Hecho:", "  Hechos:", ("unknown-heading", "Hechos", "Hecho")),
    ("es: [cuatrimestre, cuatrimestres]", "es: [cuatrimestre]", ("not-both", "[", None)),
    ("ambito: unidad", "ambito: unidades", ("not-a-choice", "unidades", "unidad")),
    ("justificacion: aparte", "justificacion: a parte", ("not-a-choice", "a parte", "aparte")),
    ("since:", "examples: {pass: [{page: x, codes: [A]}]}\nsince:", ("unknown-key", "codes", None)),
    ("since:", "examples: {fail: [{page: x, codes: [poa1]}]}\nsince:", ("not-a-code", "poa1", None)),
    ("since:", "since: 1\nsince:", ("duplicate-key", "s", None)),
]


@pytest.mark.parametrize(("old", "new", "wanted"), BROKEN, ids=[f"{n}-{w[0]}" for n, (_, _, w) in enumerate(BROKEN)])
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, wanted: tuple[str, str, str | None]
) -> None:
    found = loaded(tmp_path, (old, new))
    assert wanted in told(found)
    assert "EVC-01" not in [form.code for form in found.forms]
    for language in ("es", "en"):
        for result in troubles.results(found.troubles, words(language)):
            assert all(finding.message and "{" not in finding.rule for finding in result.diagnostics)


def test_every_word_of_a_fault_is_in_both_languages() -> None:
    kinds = {kind for *_, (kind, _, _) in BROKEN}
    kinds |= {"form-twice", "same-heading", "too-many", "too-many-ways", "too-many-forms", "too-many-labels"}
    for language in ("es", "en"):
        section = words(language).section
        assert kinds <= section("rule_trouble").keys()
        assert kinds <= section("rule_trouble_name").keys()


def test_two_files_of_one_code_and_circles_of_several(tmp_path: Path) -> None:
    folder(tmp_path, FORM, "a.yaml")
    path = folder(tmp_path, FORM.replace("EVC-01", "evc-01"), "b.yaml")
    assert told(office_forms([str(path)])) == [("form-twice", "evc-01", None)]
    folder(tmp_path, "form: A\nname: A\nextends: B\n", "a.yaml")
    folder(tmp_path, "form: B\nname: B\nextends: A\n", "b.yaml")
    folder(tmp_path, "form: C\nname: C\nextends: A\n", "c.yaml")
    assert told(office_forms([str(path)])) == [("form-circle", "B", None)]


def test_a_form_that_extends_a_broken_one_is_not_at_fault_itself(tmp_path: Path) -> None:
    folder(tmp_path, FORM.replace("tipo: numero", "tipo: numeros"))
    path = folder(tmp_path, "form: OTRA\nname: Otra\nextends: EVC-01\nreconoce: {titulo: [OTRA]}\n", "otra.yaml")
    assert [kind for kind, *_ in told(office_forms([str(path)]))] == ["not-a-choice"]


def test_forms_of_one_heading_need_a_sign_that_parts_them(tmp_path: Path) -> None:
    text = "form: TES-01\nname: Otra\nextends: TMM-F004\nreconoce: {{titulo: [{}]}}\n"
    path = folder(tmp_path, text.format("PROGRAMA OPERATIVO ANUAL"))
    (fault,) = office_forms([str(path)]).troubles
    assert (fault.kind, fault.values["other"]) == ("same-heading", "TMM-F004")
    folder(tmp_path, text.format("AVANCE DE LA TESORERIA"))
    assert not office_forms([str(path)]).troubles


def test_what_a_form_takes_from_another_is_told_where_it_says_so(tmp_path: Path) -> None:
    folder(tmp_path)
    text = (
        "form: EVC-02\nname: Otra\nextends: EVC-01\nreconoce: {titulo: [OTRA]}\nencabezado: [{id: area, quita: true}]\n"
    )
    path = folder(tmp_path, text, "otra.yaml")
    assert told(office_forms([str(path)])) == [("unknown-entry", "EVC-01", None)]
    folder(tmp_path, text.replace("encabezado: [{id: area", "columns: [{id: meta_anual"), "otra.yaml")
    assert not office_forms([str(path)]).troubles


COLUMN = "{id: a, titulo: b, tipo: cifra},"
BASE = "form: X\nname: X\nextends: TMM-F004\n"
STRANGE = ("", "x", "[]", "{}", "null", "[[]]", "[{}]", "{x: []}", "[null]", "{titulo: null}")
HOSTILE = [
    "",
    "- lista\n",
    "texto\n",
    "form: &a [*a]\n",
    "form: [" * 200,
    "form: {a: " * 200,
    "form: \x00\n",
    "? [a, b]\n: c\n",
    "x" * 600_000,
    "form: X\nname: X\ncolumns: " + "[" * 31 + "]" * 31,
    FORM.replace("sinonimos:\n", "sinonimos:\n" + "".join(f"  t{n}: [a]\n" for n in range(20_000))),
    FORM.replace("columns:\n", "columns:\n" + f"  - {COLUMN[:-1]}\n" * 5_000),
    FORM.replace("columns:\n", f"columns:\n  - repetir: periodos\n    columnas: [{COLUMN * 5_000}]\n"),
    FORM.replace("columns:\n", "columns:\n" + f"  - {{repetir: periodos, columnas: [{COLUMN * 200}]}}\n" * 50),
    FORM.replace("periods:\n", "periods:\n" + "".join(f"  - {{nombre: p{n}, cierre: 01-31}}\n" for n in range(5_000))),
    FORM.replace("'EVC[- ]?[0-9]{1,2}'", ", ".join("'(?:(?:.?){50}){9}'" for _ in range(60))),
    FORM.replace("'EVC[- ]?[0-9]{1,2}'", ", ".join(f"'{'a?' * 140}{n}'" for n in range(60))),
    FORM.replace("avance - programado", '"' + "(" * 900 + ")" * 900 + '"'),
    *(FORM.replace(f"{key}:", f"{key}: {value}\nx{key}:", 1) for key in form_file.KEYS for value in STRANGE),
    *(f"{BASE}{key}: {value}\n" for key in form_file.KEYS for value in STRANGE if key not in BASE),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_files_are_refused_in_a_sentence(tmp_path: Path, number: int) -> None:
    path = folder(tmp_path, HOSTILE[number])
    found = office_forms([str(path)])
    for result in troubles.results(found.troubles, words("es")):
        assert all(finding.message for finding in result.diagnostics)


def test_synonyms_in_every_combination_are_bounded(tmp_path: Path) -> None:
    many = ", ".join(f"palabra {number}" for number in range(59))
    titles = '[U, V, W, "{periodo}", Previsto]'
    synonyms = "".join(f"  {title}: [{many}]\n" for title in ("U", "V", "W", "Previsto"))
    found = loaded(tmp_path, ('["{periodo}", Previsto]', titles), ("  Hecho:", f"{synonyms}  Hecho:"))
    assert [kind for kind, *_ in told(found)] == ["too-many-ways"]


def test_the_words_of_all_headers_are_bounded_for_they_become_one_pattern(tmp_path: Path) -> None:
    listed = ", ".join(f"{{id: e{n}, etiqueta: [{', '.join(f'DATO {n} {m}' for m in range(10))}]}}" for n in range(28))
    text = FORM.replace("encabezado:\n", f"encabezado: [{listed}]\nxencabezado:\n").split("xencabezado")[0]
    text += FORM[FORM.index("renglones:") :]
    text = text.replace("unidad: [area]\n", "")
    for number in range(7):
        own = (
            text.replace("EVC-01", f"EVC-{number}")
            .replace("CUATRIMESTRAL]", f"{number}]")
            .replace("DATO", f"D{number}")
        )
        path = folder(tmp_path, own, f"{number}.yaml")
        found = told(office_forms([str(path)]))
        assert found == ([] if number < 5 else [("too-many-labels", f"EVC-{n}", None) for n in range(5, number + 1)])
    path = folder(tmp_path, text.replace("[FORMULA]", f"[{', '.join(f'FIRMA {n}' for n in range(30))}]"), "0.yaml")
    assert told(office_forms([str(path)]))[0] == ("too-many-labels", "EVC-01", None)


def test_a_folder_with_too_many_files_is_not_read(tmp_path: Path) -> None:
    paths = {folder(tmp_path, "form: x\n", f"{number}.yaml") for number in range(MAX_FILES + 1)}
    (path,) = paths
    assert [kind for kind, *_ in told(office_forms([str(path)]))] == ["too-many-forms"]


@pytest.mark.parametrize(
    ("pattern", "ambiguous", "endless"),
    [
        (r"[A-Z]{2,5}[- ]?F[- ]?\d{2,4}", False, False),
        (r"\d{1,6}(?:\.\d{1,6}){1,3}", False, False),
        (r"\d+", False, True),
        (r"\d+\d+", True, True),
        (r"(?:\d{1,9}){1,9}", True, False),
        (r"(?:a*)*", True, True),
        (r"(?:a?){40}", True, False),
        (r"\d{50}\d{50}\d{50}", False, False),
    ],
)
def test_patterns_that_python_would_search_for_ever_are_known(pattern: str, ambiguous: bool, endless: bool) -> None:
    assert is_ambiguous(compiled(pattern), pattern) is ambiguous
    assert is_endless(compiled(pattern)) is endless


def test_the_form_of_the_manual_is_in_order(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "form-authors.md").read_text(encoding="utf-8")
    text = manual.split("```yaml\n")[1].split("```")[0]
    assert not office_forms([str(folder(tmp_path, text))]).troubles


def test_a_formula_means_the_columns_of_its_period_in_whatever_group_they_repeat(tmp_path: Path) -> None:
    """`Resta` in a group of its own, behind all periods: what the check takes for sound can be worked out."""
    from poa_lint.rulebook.formulas import formulas

    line = next(line for line in FORM.splitlines() if "formula: avance - programado" in line)
    apart = FORM.replace(f"{line}\n", f"  - repetir: periodos\n    columnas:\n{line}\n")
    found = office_forms([str(folder(tmp_path, apart))])
    assert told(found) == []
    form = next(form for form in found.forms if form.code == "EVC-01")
    assert [formula.column.formula for formula in formulas(form)] == [
        f"avance.{number} - programado.{number}" for number in range(1, len(form.periods) + 1)
    ]
