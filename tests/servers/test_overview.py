"""The summary of the files on the page: that of `poa-lint summary`, and what can be saved of each kind of file."""

import base64
import io
import json
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from poa_lint.authoring.samples import sample
from poa_lint.core.words import words
from poa_lint.output import View
from poa_lint.output.year import json as written
from poa_lint.servers import answer as answers
from poa_lint.servers import overview, web
from poa_lint.servers.alone import Alone
from poa_lint.servers.checker import Checker
from tests import compared
from tests.output import beside
from tests.places import FILES, SEED
from tests.program import run
from tests.servers.test_office import Buffer

NAMES = ("informe.txt", "t1.txt", "t2.txt", "roto.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports and a file that is none, in a working folder with settings."""
    monkeypatch.chdir(tmp_path)
    texts = (SEED.read_text(encoding="utf-8"), beside.report(beside.EARLIER, "31-mar.-24"), beside.report(beside.LATER))
    for name, text in zip(NAMES, (*texts, "notas"), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("ignore: [POA6]\nparams: {POA930: {minimo: 50}}\n", encoding="utf-8")
    return tmp_path


def files(folder: Path) -> list[tuple[str, bytes]]:
    return [(name, (folder / name).read_bytes()) for name in NAMES]


def test_it_is_the_summary_of_the_command_line(folder: Path) -> None:
    expected = json.loads(run("summary", *NAMES, "-f", "json", cwd=folder).stdout)
    wishes = overview.wanted(answers.plain()._replace(no_config=False))
    made = overview.summary(Checker("es", wishes), files(folder), [[0], [1], [2], [3]])
    assert json.loads(written.render(made, words("es"), View())) == expected


def test_a_file_is_checked_beside_those_it_was_dropped_with(folder: Path) -> None:
    checker = Checker("es", overview.wanted(answers.plain()))
    alone = overview.summary(checker, files(folder), [[2]])
    compared = overview.summary(checker, files(folder), [[2, 1]])
    assert "POA903" in {one.code for one in compared.rules} - {one.code for one in alone.rules}


def test_the_plan_that_was_dropped_with_the_reports_is_none_of_them(folder: Path) -> None:
    checker = Checker("es", overview.wanted(answers.plain()))
    dropped = [("plan.txt", compared.PLAN.encode()), ("t1.txt", compared.T1.encode())]
    made = overview.summary(checker, dropped, [[0], [1, 0]])
    assert (made.reports, made.apart) == (1, ())


@pytest.mark.parametrize("form", overview.FORMATS)
def test_it_can_be_saved(folder: Path, form: str) -> None:
    given = [part for name, data in files(folder) for part in (name, Buffer(data))]
    saved = json.loads(Alone().summary(form, "es", "[[0], [1], [2], [3]]", *given))
    data = base64.b64decode(saved["data"])
    if form == "html":
        assert data.startswith(b"<!doctype html>")
        assert "informe.txt" in data.decode("utf-8")
    else:
        assert load_workbook(io.BytesIO(data)).sheetnames


def asked(desk: web.Desk, query: str, body: bytes) -> Any:
    headers = {"Origin": desk.address.rstrip("/"), "X-Poa-Lint": desk.token}
    connection = HTTPConnection(web.HOST, desk.server_port)
    connection.request("POST", f"/summary?{query}", body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return json.loads(data) if answer.status == 200 else answer.status


def test_the_server_makes_it_and_takes_nothing_odd() -> None:
    one, other = SEED.read_bytes(), beside.report(beside.LATER).encode()
    sizes = f"name=a.txt&size={len(one)}&name=b.txt&size={len(other)}"
    with web.open_desk(0, answers.plain(), words("es")) as desk:
        thread = threading.Thread(target=desk.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            saved = asked(desk, f"form=html&language=es&lot=0&lot=1,0&{sizes}", one + other)
            assert b"a.txt" in base64.b64decode(saved["data"])
            for query in (
                f"form=sh&lot=0&{sizes}",
                f"form=html&{sizes}",
                f"form=html&lot=2&{sizes}",
                f"form=html&lot=-1&{sizes}",
                f"form=html&lot=0,1,0,1,0&{sizes}",
                f"form=html&lot=x&{sizes}",
                "form=html&lot=0&name=a&size=1",
            ):
                assert asked(desk, query, one + other) == 400, query
        finally:
            desk.shutdown()
            thread.join()


SAVED = {
    "informe.txt": {"fixed"},
    "informe.xlsx": {"marked"},
    "informe.docx": set(),
    "informe.ods": set(),
    "informe.xls": set(),
    "renglones-cortados.pdf": set(),
}
"""The kinds of files, and what can be saved of them beside the report's page and its data."""


@pytest.mark.parametrize(("name", "more"), SAVED.items())
def test_what_can_be_saved_of_each_kind(name: str, more: set[str]) -> None:
    data = SEED.read_bytes() if name == "informe.txt" else (FILES / name).read_bytes()
    answer = answers.answer(data, name, "es", answers.plain())
    assert json.loads(answer["json"])["files"][0]["path"] == name
    assert answer["html"].startswith("<!doctype html>")
    assert {key for key in ("fixed", "marked") if answer[key] is not None} == more
    if "marked" in more:
        assert load_workbook(io.BytesIO(base64.b64decode(answer["marked"] or ""))).sheetnames


def test_who_reports_in_a_file_beside_which_another_is_checked_is_not_missing(folder: Path) -> None:
    (folder / "poa-lint.yaml").write_text("units: [101, 102]\n", encoding="utf-8")
    units = (("101 A", "31-mar.-24"), ("102 B", "30-jun.-24"), ("102 B", "31-mar.-24"))
    given = [(f"{unit}{day}.txt", sample({"unidad": unit, "fecha": day}).text().encode()) for unit, day in units]

    def missing(*lots: list[int]) -> list[tuple[str, str]]:
        checker = Checker("es", overview.wanted(answers.plain()._replace(no_config=False)))
        (year,) = overview.summary(checker, given, lots).years
        return [(row.unidad, period) for row, period in year.missing]

    assert missing([0], [1]) == [("101", "T2"), ("102", "T1")]
    assert missing([0], [1, 2]) == [("101", "T2")]
