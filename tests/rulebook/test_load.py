"""A rule file with a mistake says where."""

from pathlib import Path

import pytest

from poa_lint.authoring.examples import prove
from poa_lint.core.cache import folder
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.core.yamltree import MAX_BYTES, MAX_CHARACTERS
from poa_lint.rulebook.book import rulebook
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.troubles import results

MODEL = (folder("rules") / "aritmetica" / "suma-trimestral.yaml").read_text(encoding="utf-8")
MODEL = MODEL.replace("follows: [POA025]\n", "")  # alone in a folder it can name no other rule
MODEL = MODEL.replace("holgura(tolerancia, programado, meta_anual)", "tolerancia")


SENTENCE = "expect: abs(acumula(programado) - meta_anual) <= tolerancia"
BROKEN = [
    ("meta_anual) <=", "meta_anul) <=", "meta_anul)", "campo-desconocido", "meta_anual"),
    ("expect: abs(", "expect: abbs(", "abbs(", "funcion-desconocida", "abs"),
    ("severity: error", "severty: error", "severty", "clave-desconocida", "severity"),
    ("code: POA101", "code: regla uno", "regla uno", "clave-mal-formada", None),
    ("severity: error", "severity: eror", "eror", "valor-no-admitido", "error"),
    ("each: meta", "each: metas", "metas", "valor-no-admitido", "meta"),
    ("at: meta_anual", "at: meta_anual\nat: relativo", "at: relativo", "clave-repetida", None),
    ("<= tolerancia", "<= observaciones", "observaciones", "tipo-equivocado", None),
    (SENTENCE, "expect: 1 <= 2", "1 <= 2", "frase-constante", None),
    ("<= tolerancia", "<= (tolerancia", "\nat: meta_anual", "frase-incompleta", None),
    ("programan {acumula", "programan {acumulo", "acumulo", "funcion-desconocida", "acumula"),
    ("at: meta_anual", "at: absoluto + 1", "absoluto + 1", "no-es-una-celda", None),
]


@pytest.mark.parametrize(("old", "new", "place", "name", "suggestion"), BROKEN)
def test_a_mistake_is_told_at_its_line_and_column(
    tmp_path: Path, old: str, new: str, place: str, name: str, suggestion: str | None
) -> None:
    text = MODEL.replace(old, new, 1)
    assert text != MODEL
    path = tmp_path / "suma-trimestral.yaml"
    path.write_text(text, encoding="utf-8")
    found = results(rulebook(load([tmp_path])).troubles, words("es"))
    told = [
        (start, one.rule) for file in found for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)
    ]
    assert (Source("", text).position(text.index(place)), name) in told
    if suggestion:
        assert any(f"¿quiso decir «{suggestion}»?" in one.message for one in found[0].diagnostics)


def test_a_name_is_told_as_it_is_written_though_it_is_a_word_for_a_type(tmp_path: Path) -> None:
    text = MODEL.replace(SENTENCE, 'expect: plain(text) == "x"')
    (tmp_path / "suma-trimestral.yaml").write_text(text, encoding="utf-8")
    (found,) = results(rulebook(load([tmp_path])).troubles, words("es"))
    assert "no existe el campo «text»; ¿quiso decir «texto»?" in [one.message for one in found.diagnostics]


@pytest.mark.parametrize(
    ("sentence", "place", "suggestion"),
    [
        ('plain(unidad_medida) == "SESIÓN"', '"SESIÓN"', '"sesion"'),
        ('("Sesión" != plain(unidad_medida))', '"Sesión"', '"sesion"'),
        ('plain(unidad_medida) in ["litro", "LITROS"]', '"LITROS"', '"litros"'),
        ('matches(plain(observaciones), "OFICIO")', '"OFICIO"', '"oficio"'),
        ('acumulacion == "Suma"', '"Suma"', '"suma"'),
        ('any(m.acumulacion == "total" for m in unidad.metas)', '"total"', None),
    ],
)
def test_a_comparison_that_can_never_hold_is_told(
    tmp_path: Path, sentence: str, place: str, suggestion: str | None
) -> None:
    text = MODEL.replace(SENTENCE, f"expect: {sentence} or meta_anual > tolerancia").replace("constraint: true\n", "")
    (tmp_path / "suma-trimestral.yaml").write_text(text, encoding="utf-8")
    (fault,) = rulebook(load([tmp_path])).troubles
    assert fault.kind in ("never-plain", "never-said")
    assert (text[fault.offset : fault.offset + fault.length], fault.suggestion) == (place, suggestion)


@pytest.mark.parametrize(
    "sentence",
    [
        'plain(unidad_medida) == "sesion"',
        'matches(plain(observaciones), "[A-Za-z]+ oficio")',
        'acumulacion == "" or acumulacion != "maximo"',
        'unidad_medida == "SESIÓN"',
    ],
)
def test_a_comparison_that_may_hold_is_left_alone(tmp_path: Path, sentence: str) -> None:
    text = MODEL.replace(SENTENCE, f"expect: {sentence} or meta_anual > tolerancia")
    (tmp_path / "suma-trimestral.yaml").write_text(text, encoding="utf-8")
    assert rulebook(load([tmp_path])).troubles == ()


def test_a_column_that_sentences_do_not_name_is_told_with_the_way_to_it(tmp_path: Path) -> None:
    text = MODEL.replace(SENTENCE, "expect: programado_pct <= tolerancia")
    (tmp_path / "suma-trimestral.yaml").write_text(text, encoding="utf-8")
    (found,) = results(rulebook(load([tmp_path])).troubles, words("es"))
    assert 'each: cifra, when: columna == "programado_pct" y, en «expect», valor' in found.diagnostics[0].message


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    lines = [line for line in MODEL.splitlines() if not line.startswith(("expect: ", "code: "))]
    (tmp_path / "suma-trimestral.yaml").write_text("\n".join(lines), encoding="utf-8")
    messages = [one.message for one in results(load([tmp_path]).troubles, words("es"))[0].diagnostics]
    assert messages == ["falta «code»", "falta «expect»"]


def test_all_faults_of_a_file_are_told_at_once_each_in_its_place(tmp_path: Path) -> None:
    text = """code: OFI1
each: meta
gravedad: alta
when: meta_anul > 0 and blank(observacion)
expect: meta_anual = 1
message: "la {numer}"
"""
    (tmp_path / "rota.yaml").write_text(text, encoding="utf-8")
    found = [
        (fault.kind, text[fault.offset : fault.offset + fault.length], fault.suggestion)
        for fault in sorted(rulebook(load([tmp_path])).troubles, key=lambda fault: fault.offset)
    ]
    assert found == [
        ("missing-key", "c", None),
        ("unknown-key", "gravedad", "severity"),
        ("unknown-field", "meta_anul", "meta_anual"),
        ("unknown-field", "observacion", "observaciones"),
        ("expression-syntax", "=", "=="),
        ("unknown-field", "numer", "numero"),
    ]


@pytest.mark.parametrize(
    "fault",
    [
        "each: metas\n",
        "each: meta\nparms: {a: {default: 1}}\n",
        "each: meta\nparams: {a: {defalt: 1}}\n",
        "each: meta\nparams: {a: 5}\n",
    ],
)
def test_faults_that_only_follow_from_others_are_not_told(tmp_path: Path, fault: str) -> None:
    text = f'code: OFI1\n{fault}expect: meta_anual > a\nmessage: "x"\nexamples: {{fail: [{{}}]}}\n'
    (tmp_path / "rota.yaml").write_text(text, encoding="utf-8")
    assert "unknown-field" not in {fault.kind for fault in rulebook(load([tmp_path])).troubles}


def test_an_example_that_does_not_behave_is_told(tmp_path: Path) -> None:
    text = MODEL.replace("- {meta_anual: 4, programado: [1, 1, 1, 1]}", "- {meta_anual: 4, programado: [1, 1, 1, 2]}")
    text = text.replace("code: POA101", "code: OFI101")
    (tmp_path / "suma-de-prueba.yaml").write_text(text, encoding="utf-8")
    rules = rulebook(together(load([tmp_path]), load([folder("rules")])))
    _, wrong = prove(rules, built_in_forms(), frozenset({"OFI101"}))
    place = Source("", text).position(wrong[0].offset)
    assert (wrong[0].kind, wrong[0].values["given"]) == ("example-differs", "fail")
    assert text.splitlines()[place.line - 1].strip() == "- {meta_anual: 4, programado: [1, 1, 1, 2]}"


def test_a_file_with_a_byte_order_mark_and_other_line_ends_is_the_same_rule(tmp_path: Path) -> None:
    path = tmp_path / "suma-trimestral.yaml"
    path.write_text(MODEL, encoding="utf-8")
    (usual,) = load([tmp_path]).rules
    path.write_bytes(b"\xef\xbb\xbf" + MODEL.replace("\n", "\r\n").encode())
    assert load([tmp_path]).rules == (usual,)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (MODEL.encode() + b"# " + "ñ".encode() * (MAX_BYTES // 2 + 1), "yaml-too-long"),
        (MODEL.encode() + b"#" * MAX_CHARACTERS, "yaml-too-long"),
        (MODEL.encode() + b"# \xf1", "rule-unreadable"),
    ],
    ids=["bytes", "characters", "encoding"],
)
def test_a_file_that_is_no_rule_by_its_size_or_encoding_is_told(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "suma-trimestral.yaml").write_bytes(data)
    loaded = load([tmp_path])
    assert ([trouble.kind for trouble in loaded.troubles], loaded.rules) == ([kind], ())


def test_of_a_folder_of_too_many_files_none_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poa_lint.rulebook.load.MAX_FILES", 3)
    (tmp_path / "suma-trimestral.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "otra").mkdir()
    for name in ("a.csv", "otra/b.csv"):
        (tmp_path / name).write_text("codigo,nombre\n1,UNO\n", encoding="utf-8")
    assert len(load([tmp_path]).rules) == 1
    (tmp_path / "otra" / "c.yaml").write_text("", encoding="utf-8")
    monkeypatch.setattr("poa_lint.rulebook.load.read", None)
    (file,) = results(load([tmp_path]).troubles, words("es"))
    assert [(one.rule, one.message) for one in file.diagnostics] == [
        ("demasiados-archivos", "la carpeta tiene más de 3 archivos .yaml y .csv; ¿es la de las reglas?")
    ]


def test_two_rules_with_one_code_are_told(tmp_path: Path) -> None:
    (tmp_path / "suma-trimestral.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "otra-suma.yaml").write_text(MODEL, encoding="utf-8")
    assert [trouble.kind for trouble in load([tmp_path]).troubles] == ["rule-twice"]


def test_hostile_rule_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    for name, text, kind in [
        ("bomba", bomb, "yaml-alias"),
        ("hondo", "a: " + "[" * 5000, "yaml-depth"),
        ("enorme", "a: " + "x" * 600_000, "yaml-too-long"),
        ("roto", "a: [1, 2\nb: {", "yaml-syntax"),
        ("vacio", "", "yaml-empty"),
        ("lista", "- 1\n- 2\n", "not-a-mapping"),
    ]:
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert kind in [trouble.kind for trouble in load([tmp_path]).troubles], name
        (tmp_path / f"{name}.yaml").unlink()
    long = MODEL.replace("<= tolerancia", "<= tolerancia" + " + 1" * 500_000)
    (tmp_path / "frase.yaml").write_text(long[:400_000], encoding="utf-8")
    assert load([tmp_path]).troubles or rulebook(load([tmp_path])).troubles


def test_a_catalogue_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "claves.csv").write_bytes("codigo,nombre\n1,Educación\n".encode("cp1252"))
    (trouble,) = load([tmp_path]).troubles
    assert (Path(trouble.path).name, trouble.kind) == ("claves.csv", "rule-unreadable")
