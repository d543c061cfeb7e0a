"""Findings as one page that needs nothing else: to send, to print, to read without docgen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from docgen.errors import Finding, Key, Message
from docgen.locale.catalogue import Catalogue
from docgen.review.severities import SEVERITIES

_STYLE: Final = (
    "body{font:1rem/1.7 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}caption{text-align:start;font-weight:600;padding:1rem 0 .3rem}"
    "th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}"
)
_HEADS: Final[tuple[Key, ...]] = ("Passage", "Severity", "Code", "What is wrong, and what to do")
_TITLE: Final[Key] = "Findings on the templates"
_NONE: Final[Key] = "Nothing is wrong with the templates."


def page(findings: Sequence[Finding], words: Catalogue, language: str) -> str:
    """An HTML page with a table for each file, in the order of the findings. `words` are of this language (BCP 47)."""
    files = dict.fromkeys(finding.pointer.partition("#")[0] for finding in findings)
    title = escape(words.translate(_TITLE))
    body = "".join(_table(file, findings, words) for file in files) or f"<p>{escape(words.translate(_NONE))}</p>"
    count = Message.counted("{count} problem found", "{count} problems found", len(findings))
    summary = f"<p>{escape(words.translate(count))}</p>" if findings else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{summary}{body}</main></body></html>\n"
    )


def _table(file: str, findings: Sequence[Finding], words: Catalogue) -> str:
    heads = "".join(f'<th scope="col">{escape(words.translate(head))}</th>' for head in _HEADS)
    rows = "".join(_rows(file, findings, words))
    return f"<table><caption>{escape(file)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _rows(file: str, findings: Sequence[Finding], words: Catalogue) -> Iterator[str]:
    for finding in findings:
        place, _, anchor = finding.pointer.partition("#")
        if place == file:
            severity = words.translate(SEVERITIES[finding.severity])
            cells = (anchor, severity, finding.code, words.translate(finding.message))
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
