"""The texts that an editor holds open, or that files have, and what is made of them: findings and an outline."""

import logging
import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from lsprotocol import types as lsp
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from poa_lint import api
from poa_lint.api import NAME, Linter
from poa_lint.config.find import Configured
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.documents import files
from poa_lint.linter.check import scorer
from poa_lint.linter.fix import fix
from poa_lint.reading import read
from poa_lint.rulebook import troubles
from poa_lint.servers.ranges import Ranges, of_fault
from poa_lint.servers.runs import Latest

R = TypeVar("R")

LIVE: Final = 250_000
"""Letters up to which a text is linted as it is typed; a longer one, when it is opened and when anything is saved."""
LARGEST: Final = 5_000_000
"""Letters up to which a text is linted for an editor at all; a page of a report has two thousand."""
_LOG: Final = logging.getLogger(__name__)
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")


class Linted(NamedTuple):
    """A text as it was linted: what was found, under which settings; or why nothing was."""

    result: FileResult | None = None
    held: Configured | None = None
    trouble: str = ""


class Outline(NamedTuple):
    """The parts of a report as editors list and fold them: units with their goals, and pages."""

    symbols: Sequence[lsp.DocumentSymbol] = ()
    folds: Sequence[lsp.FoldingRange] = ()


class Document:
    """A document that an editor holds open, with what was made of its text under the settings of `linter()`."""

    def __init__(self, document: TextDocument, linter: Callable[[], Linter], ranges: Ranges) -> None:
        self.document, self.uri = document, document.uri
        self.findings = Latest(lambda: (document.version, linter()), lambda: partial(findings, self.source, linter()))
        self.outline = Latest(
            lambda: (document.version, linter()), lambda: partial(outline, self.source, linter(), ranges)
        )
        self.published: Linted | None = None
        self.told = False

    @property
    def source(self) -> Source:
        """Its text; lines end where editors end them too."""
        return _source(path_of(self.uri) or NAME, self.document.source)

    @property
    def is_live(self) -> bool:
        """True if it is short enough to be linted as it is typed."""
        return len(self.document.source) <= LIVE

    @property
    def is_too_large(self) -> bool:
        """True if it is not linted for an editor at all."""
        return len(self.document.source) > LARGEST


def is_settings(uri: str) -> bool:
    """True for the URI of a file of settings, waivers, rules or the like: it is no report."""
    return uri.endswith((".yaml", ".yml", ".toml"))


def path_of(uri: str) -> str | None:
    """The path of a file's URI; None for what is in no file, such as a text without a name."""
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return path if path and "\0" not in path else None


def findings(source: Source, linter: Linter) -> Linted:
    """A text's findings, or the first fault of the settings that hold for it; a defect of ours is told likewise."""
    words = linter.words
    try:
        held = linter.configured(source.path)
        if held.faults:
            return Linted(trouble=f"{held.faults[0].path}: {troubles.sentence(held.faults[0], words)}")
        return Linted(linter.check(source), held)
    except Exception as error:  # noqa: BLE001 - a defect in one document must not end what the others need
        _LOG.exception("findings")
        return Linted(trouble=words("lsp.defect", problem=api.defect(error)))


def outline(source: Source, linter: Linter, ranges: Ranges) -> Outline:
    """A report's units, goals and pages; none where a defect of ours, which the findings tell of, lists none."""
    try:
        held = linter.configured(source.path)
        informe = read.read(source, held.forms, scorer(held.rules), lambda *_: "").informe
        return Outline(ranges.outline(source, informe), ranges.folds(source, informe))
    except Exception:  # noqa: BLE001 - the same
        _LOG.exception("outline")
        return Outline()


def mended(source: Source, linter: Linter, ranges: Ranges) -> list[lsp.TextEdit]:
    """The edits of `poa-lint --fix`: all that changes the form alone and brings no finding; none for a defect."""
    try:
        if linter.configured(source.path).faults:
            return []
        return ranges.changes(source, fix(source, linter.check, unsafe=False).source)
    except Exception:  # noqa: BLE001 - the same
        _LOG.exception("mended")
        return []


def faults(uri: str, linter: Linter, ranges: Ranges) -> list[lsp.Diagnostic]:
    """The faults of a file of settings, waivers, amendments, rules or forms as it was saved; none for another file."""
    path = path_of(uri)
    if path is None:
        return []
    try:
        found = linter.configured(path).faults
    except Exception:  # noqa: BLE001 - the same
        _LOG.exception("faults")
        return []
    own = os.path.realpath(path)
    here = (fault for fault in found if os.path.realpath(fault.path) == own)
    return [of_fault(ranges, fault, troubles.sentence(fault, linter.words)) for fault in here]


def of_file(uri: str, linter: Linter, work: Callable[[Source], R]) -> R | None:
    """The work done on a file that no editor holds open; None for what is no file, no text, or too long."""
    path = path_of(uri)
    try:
        if path is None or os.path.getsize(path) > LARGEST:
            return None
        source = files.read(path, None, linter.words, forms=linter.forms(path))
    except OSError:
        return None
    except Exception:  # noqa: BLE001 - the same, for what cannot be read
        _LOG.exception("of_file")
        return None
    if isinstance(source, Notice | Unreadable) or source.original is not None:
        return None
    return work(_source(path, source.text))


def _source(path: str, text: str) -> Source:
    return Source(path, _LONE_RETURN.sub("\n", text))
