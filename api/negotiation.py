"""Which of the forms an answer may have the caller accepts (Accept, RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from api.language import weights
from api.problems import NotAcceptable
from docgen.errors import Message

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP: Final = "application/zip"
BY_FORMAT: Final = {"docx": DOCX, "pdf": PDF, "form": PDF, "packet": PDF}
"""Media type of each format of output."""


def chosen(accept: str, offered: Sequence[str]) -> str:
    """The media type of those offered that is liked best, the first of equals. Raises NotAcceptable.

    No header, or an empty one, accepts everything.
    """
    ranges = weights(accept) or {"*/*": 1.0}
    best = max(offered, key=lambda each: _quality(each, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(
            Message("the answer can be given as {types}; accept one of them", {"types": ", ".join(offered)})
        )
    return best


def named_formats(accept: str) -> tuple[str, ...]:
    """The format that a header names by its media type, if it prefers a single file; () for anything else."""
    ranges = weights(accept)
    best = max(ranges, key=lambda each: ranges[each], default="")
    return {PDF: ("pdf",), DOCX: ("docx",)}.get(best, ())


def _quality(media_type: str, ranges: Mapping[str, float]) -> float:
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
