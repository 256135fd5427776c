"""The letters by which the treasury returns a report to its units: numbered observations, for a template's fields."""

from poa_lint.output.letters.fields import BLOCKS, FIELDS, Wording
from poa_lint.output.letters.letter import Letter, letters
from poa_lint.output.letters.replaced import Replaced, replaced
from poa_lint.output.letters.review import Review, review

__all__ = ["BLOCKS", "FIELDS", "Letter", "Replaced", "Review", "Wording", "letters", "replaced", "review"]
