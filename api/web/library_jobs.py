"""What workers do for the template library's pages: compile what somebody uploads, within their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.docx.wording import Wording
from docgen.press import Press


def admit(press: Press, type_id: str, tag: str, data: bytes, fragments: Mapping[str, bytes]) -> str:
    """The fingerprint of a Word file with the fragments that it includes. Raises TemplateRefused, TemplateError."""
    library = press.library
    wording = Wording.of(data, library.file_name(type_id, tag), fragments)
    return library.compiled(type_id, tag, wording).fingerprint


def admit_all(press: Press, tag: str, wordings: Sequence[tuple[str, Wording]]) -> list[str]:
    """The same of wordings of several types, whose fragments come with them."""
    return [press.library.compiled(type_id, tag, wording).fingerprint for type_id, wording in wordings]
