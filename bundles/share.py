"""The manual and the scripts for shells, as files of a wheel that go where `man` and shells look for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from poa_lint.cli import completion, man
from poa_lint.core.words import words


def texts() -> Iterator[tuple[str, str]]:
    """Each place under the prefix of an installation, and the text that goes there.

    The manual outside the folders of languages is the English one, as `man` has it; scripts are in Spanish, as the
    program is where nobody says otherwise.
    """
    yield "share/man/man1/poa-lint.1", man.page(words("en"))
    yield "share/man/es/man1/poa-lint.1", man.page(words("es"))
    yield "share/bash-completion/completions/poa-lint", completion.script("bash", words("es"))
    yield "share/zsh/site-functions/_poa-lint", completion.script("zsh", words("es"))
    yield "share/fish/vendor_completions.d/poa-lint.fish", completion.script("fish", words("es"))


def write(folder: Path) -> Iterator[tuple[Path, str]]:
    """Write the files into `folder`; each with its place under the prefix of an installation."""
    for place, text in texts():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path, place
