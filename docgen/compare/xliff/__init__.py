"""Templates for outside translators: XLIFF 2.1 written for a type and a pair of languages, and taken back."""

from docgen.compare.xliff.applying import applied
from docgen.compare.xliff.export import exported
from docgen.compare.xliff.wording import Wording

__all__ = ["Wording", "applied", "exported"]
