"""Markdown shows text as text and stays within what a summary takes."""

from poa_lint.core.result import Run
from tests.output.runs import COUNT, HOSTILE, result, run_of, said


def test_markdown_shows_text_as_text() -> None:
    text = said("markdown", run_of(result(HOSTILE)))
    assert "<script>" not in text.replace("\\<", "")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} <= {3, 6}


def test_markdown_stays_within_what_a_summary_takes(many: Run) -> None:
    text = said("markdown", many)
    assert len(text.encode()) < 1_048_576
    shown, left = COUNT["markdown"](text), int(text.splitlines()[-1].split()[1].replace(",", ""))
    assert shown + left == 10_000
