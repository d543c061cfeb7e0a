"""What workers do for the template library's pages, within their limits: compile uploads, read what wordings carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.docx.wording import Wording
from docgen.press import Press
from docgen.review.coverage import Covered, carried, coverage


def admit(press: Press, type_id: str, tag: str, data: bytes, fragments: Mapping[str, bytes]) -> str:
    """The fingerprint of a Word file with the fragments that it includes. Raises TemplateRefused, TemplateError."""
    library = press.library
    wording = Wording.of(data, library.file_name(type_id, tag), fragments)
    return library.compiled(type_id, tag, wording).fingerprint


def admit_all(press: Press, tag: str, wordings: Sequence[tuple[str, Wording]]) -> list[str]:
    """The same of wordings of several types, whose fragments come with them."""
    return [press.library.compiled(type_id, tag, wording).fingerprint for type_id, wording in wordings]


def cover(press: Press, wordings: Sequence[tuple[str, Mapping[str, Wording]]]) -> list[Covered]:
    """Every clause of the SOP with the passages that carry it, in the wordings of types by language."""
    del press  # a job is handed one
    return coverage(each for type_id, own in wordings for each in carried(type_id, own))
