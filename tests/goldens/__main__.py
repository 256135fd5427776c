"""Rewrite the goldens: `python -m tests.goldens`."""

from tests.goldens import DOCS, documented, produced


def main() -> None:
    """Rewrite every golden; a page about a rule that is no more is removed."""
    pages = dict(documented())
    for path, text in (*produced(), *pages.items()):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    for stale in set((DOCS / "rules").iterdir()) - set(pages):
        stale.unlink()


if __name__ == "__main__":
    main()
