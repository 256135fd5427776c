"""Put a changed report in the place of the old one."""

from typing import NamedTuple

from poa_lint.core.result import Notice
from poa_lint.core.source import Source
from poa_lint.core.words import Words
from poa_lint.documents import target
from poa_lint.documents.encodings import encoded
from poa_lint.linter.fix import Mended


class Rewritten(NamedTuple):
    """A report that would be another: its path, the bytes that were read, both texts, and the changes cell by cell."""

    path: str
    data: bytes
    before: Source
    after: Source
    mended: tuple[Mended, ...] = ()

    @property
    def changed(self) -> bool:
        """True if the two texts differ."""
        return self.before.text != self.after.text


def save(report: Rewritten, words: Words) -> Notice | None:
    """Write the new text, at once and with everything else as it was; a sentence where that cannot be."""
    path = report.path
    new = encoded(report.after, report.data)
    if new is None:
        return Notice(path, words("notice.not-encodable", encoding=report.before.encoding))
    try:
        target.write(path, new, was=report.data)
    except OSError as error:
        return Notice(path, target.sentence(error, words))
    return None
