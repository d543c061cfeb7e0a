"""What workers do for the pages of wordings: nothing here loads the web framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from docgen.compare import html
from docgen.compare.compare import compare
from docgen.compare.redline import redline
from docgen.docx.passages import passages
from docgen.docx.wording import Wording
from docgen.press import Press
from docgen.review.sheet import Sheet, sheet


def read(press: Press, type_id: str, wordings: Mapping[str, Wording]) -> Sheet:
    """The wordings of a type beside each other."""
    return sheet(press.library, type_id, wordings)


def compared(
    press: Press, tag: str, reader: str, old: Wording, new: Wording, names: tuple[str, str]
) -> str:  # fmt: skip
    """Two wordings of a language compared, as an HTML fragment for a reader of a language; `names` head the sides."""
    locale = press.library.locale(tag)
    before, after = (passages(each.data, "template.docx", dict(each.fragments)) for each in (old, new))
    return html.fragment(compare(before, after, locale), locale, press.library.locale(reader), *names)


def tracked(press: Press, tag: str, old: bytes, new: bytes, author: str, now: datetime, seconds: float) -> bytes:
    """The Word file with tracked changes. Raises as `docgen.compare.redline.redline`."""
    del press  # the redline program needs nothing of it
    return redline(old, new, author, now, language=tag, seconds=seconds)
