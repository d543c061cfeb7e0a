"""Pages of the bundle that need nothing else: the texts of a type in all languages, and what was said about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from docgen.errors import Finding, Key, UnknownName
from docgen.library import Library
from docgen.locale import Locale
from docgen.review.examining import Panel
from docgen.review.fitness import clause_of
from docgen.review.held import Held
from docgen.review.severities import SEVERITIES
from docgen.review.sheet import Sheet
from docgen.review.spread import Mark, Row, Spot
from docgen.review.words import STATES, STEPS, title_of
from docgen.shelf.gate import Examined, key_of
from docgen.shelf.state import Version
from docgen.sop import clause
from docgen.store.clause_comments import text_hash

_STYLE: Final = (
    "body{font:1rem/1.7 system-ui,'Noto Sans','Noto Sans Khmer','Noto Sans Thai',sans-serif;margin:2rem auto;"
    "max-width:100rem;padding:0 1rem;color:#0b0c0c;background:#fff}table{border-collapse:collapse;width:100%;"
    "margin:1rem 0}.texts{table-layout:fixed}caption{text-align:start;font-weight:600;padding:.5rem 0}"
    "th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere;"
    "font-weight:400}thead th{font-weight:600}p{margin:.2rem 0;white-space:pre-line}"
    "code{font-family:ui-monospace,monospace;font-size:.85em;background:#eef1f4}.back{border-inline-start:4px solid "
    "#1d70b8;padding-inline-start:.5rem}.open{border-inline-start:4px solid #d4351c;padding-inline-start:.5rem}"
)
_VERSIONS: Final[tuple[Key, ...]] = ("Language", "Version", "State", "Approved by", "Fingerprint")
_DONE: Final[tuple[Key, ...]] = ("What", "Who", "When", "Why")
_FOUND: Final[tuple[Key, ...]] = ("Severity", "Passage", "What is wrong, and what to do", "Why it may stand")
_SAID: Final[tuple[Key, ...]] = ("Passage", "What was said", "Who", "Resolved by")
_TRIED: Final[tuple[Key, ...]] = ("Test", "Result of the test")


def sop_text(row: Row) -> str:
    """The SOP's own words of the clause that begins in a row, with its number; "" where none does."""
    if not row.clause or not row.begins:
        return ""
    number = clause_of(row.clause)
    try:
        return f"{number} {clause(number).text}"
    except UnknownName:
        return number


def texts_page(library: Library, panel: Panel, read: Sheet, held: Held, reader: Locale) -> str:
    """The texts of a type beside each other, passage by passage, with the SOP's, back-translations, open comments and
    what the placeholders stand for in the example."""
    tags = list(panel.versions)
    heads = [library.locale(tag).settings.name for tag in tags]
    writer = _Writer(reader)
    rows = "".join(_row(row, tags, held) for row in read.rows)
    meanings = "".join(
        f"<tr><th scope='row'><code>{escape(path)}</code></th>"
        + "".join(f"<td lang='{escape(tag)}'>{escape(_example(read, tag, path))}</td>" for tag in tags)
        + "</tr>"
        for path in next(iter(read.meanings.values()), {})
    )
    body = (
        writer.versions(panel, held)
        + writer.table("texts", "Texts", ["SOP", *heads], rows)
        + writer.table("", "What the placeholders stand for in the example", ["", *heads], meanings)
    )
    return writer.page(title_of(panel.type), body)


def review_page(panel: Panel, found: Mapping[str, Examined], held: Held, reader: Locale) -> str:
    """Of each language's version the steps, findings with waivers, comments, and results of the tests."""
    writer = _Writer(reader)
    parts = [writer.versions(panel, held)]
    for tag, version in panel.versions.items():
        parts += [
            f"<h2>{escape(tag)}</h2>",
            writer.steps(version, held),
            writer.findings(found[tag].findings, held, tag),
            writer.comments(held, tag),
            writer.tests(found[tag]),
        ]
    return writer.page(title_of(panel.type), "".join(parts))


def _row(row: Row, tags: Sequence[str], held: Held) -> str:
    cells = "".join(_cell(row.spots.get(tag), tag, held) for tag in tags)
    return f"<tr><th scope='row' lang='en'><p>{escape(sop_text(row))}</p></th>{cells}</tr>"


def _cell(spot: Spot | None, tag: str, held: Held) -> str:
    if spot is None:
        return "<td>—</td>"
    text = "".join(
        escape(piece.text) if piece.mark is Mark.WORDS else f"<code>{escape(piece.text)}</code>"
        for piece in spot.pieces
    )
    within = "".join(f"<p><small><code>{escape(said)}</code></small></p>" for said in spot.within)
    back = held.translations.get(tag, {}).get((spot.passage.anchor, text_hash(spot.passage.text)))
    said = "" if back is None else f"<p class='back' lang=''>{escape(back.text)} ({escape(_name(held, back.user))})</p>"
    remarks = "".join(
        f"<p class='open' lang=''>{escape(each.text)} ({escape(_name(held, each.user))})</p>"
        for each in held.comments.get(tag, ())
        if each.resolved is None and each.anchor in spot.anchors
    )
    return f"<td lang='{escape(tag)}'>{within}<p>{text}</p>{said}{remarks}</td>"


def _example(read: Sheet, tag: str, path: str) -> str:
    meaning = read.meanings.get(tag, {}).get(path)
    values = [] if meaning is None else [each for each in meaning.values if isinstance(each, str)]
    return "; ".join(values)


def _name(held: Held, user: str) -> str:
    return held.names.get(user, user)


class _Writer:
    """Writes tables in the reader's language."""

    def __init__(self, reader: Locale) -> None:
        self._reader = reader

    def say(self, words: Key) -> str:
        return escape(self._reader.term(words))

    def page(self, title: Key, body: str) -> str:
        said = self.say(title)
        return (
            f"<!doctype html>\n<html lang='{escape(self._reader.tag)}'><head><meta charset='utf-8'>"
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<meta name='viewport' content='width=device-width, initial-scale=1'><title>{said}</title>"
            f"<style>{_STYLE}</style></head><body><main><h1>{said}</h1>{body}</main></body></html>\n"
        )

    def table(self, name: str, caption: Key, heads: Iterable[str], rows: str) -> str:
        if not rows:
            return ""
        words = self._reader.catalogue
        cells = "".join(f"<th scope='col'>{escape(words.translate(head))}</th>" for head in heads)
        said = f"<caption>{self.say(caption)}</caption><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody>"
        return f"<table class='{name}'>{said}</table>"

    def versions(self, panel: Panel, held: Held) -> str:
        rows = "".join(self._version(each, held) for each in panel.versions.values())
        return self.table("", "Versions", _VERSIONS, rows)

    def _version(self, version: Version, held: Held) -> str:
        by = ", ".join(f"{_name(held, each.user)} ({each.at:%Y-%m-%d})" for each in version.approvals)
        state = self._reader.term(STATES[version.state])
        cells = (version.language, self._reader.number(version.number), state, by or "—", version.fingerprint)
        return _cells(cells)

    def steps(self, version: Version, held: Held) -> str:
        rows = "".join(
            _cells((self._reader.term(STEPS[each.kind]), _name(held, each.user), f"{each.at:%Y-%m-%d}", each.reason))
            for each in version.steps
        )
        return self.table("", "What was done", _DONE, rows)

    def findings(self, findings: Iterable[Finding], held: Held, tag: str) -> str:
        standing = {each.finding: each for each in held.waivers.get(tag, ()) if each.withdrawn is None}
        rows = []
        for each in findings:
            waiver = standing.get(key_of(each))
            waived = "—" if waiver is None else f"{waiver.reason} ({_name(held, waiver.user)})"
            severity, message = (
                self._reader.term(SEVERITIES[each.severity]),
                self._reader.catalogue.translate(each.message),
            )
            rows.append(_cells((severity, each.pointer, message, waived)))
        return self.table("", "Findings on the wording", _FOUND, "".join(rows))

    def comments(self, held: Held, tag: str) -> str:
        rows = "".join(
            _cells(
                (
                    each.anchor,
                    each.text,
                    f"{_name(held, each.user)} ({each.at:%Y-%m-%d})",
                    "—" if each.resolved is None else f"{_name(held, each.resolved_by)} ({each.resolved:%Y-%m-%d})",
                )
            )
            for each in held.comments.get(tag, ())
        )
        return self.table("", "Comments", _SAID, rows)

    def tests(self, examined: Examined) -> str:
        rows = "".join(self._results(examined))
        return self.table("", "Tests of expected text", _TRIED, rows)

    def _results(self, examined: Examined) -> Iterator[str]:
        passed: Key = "passed"
        for each in examined.results:
            said = [self._reader.catalogue.translate(failure.message) for failure in each.failures]
            yield _cells((each.name, "; ".join(said) or self._reader.term(passed)))


def _cells(texts: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(each)}</td>" for each in texts) + "</tr>"
