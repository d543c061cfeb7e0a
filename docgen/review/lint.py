"""Lint: what a type needs that its templates lack, and where the languages of a type disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docgen.binding import COVER
from docgen.documents import Document, document_types
from docgen.docx.fragments import FOLDER, Fragment
from docgen.errors import Finding, Key, Message, Severity, TemplateError
from docgen.library import Library
from docgen.review import parity
from docgen.review.alignment import regions, units
from docgen.review.contents import Contents
from docgen.review.fitness import Unsupported, against_engines
from docgen.review.glossary import FILE, Glossary, Idea, terms
from docgen.review.reading import Reading, Rules, read
from docgen.review.refusals import refusals
from docgen.review.subject import Subject
from docgen.review.translation import untranslated
from docgen.review.wording import Wording


def lint(library: Library, kind: type[Document], unsupported: Unsupported) -> Iterator[Finding]:
    """Findings on the templates of one type on disk; the pointer names the file, and the passage where there is one."""
    yield from lint_wordings(kind, wordings(library, kind.type_id), rules(library, unsupported))
    yield from _missing(library, kind.type_id)


def lint_cover(library: Library, unsupported: Unsupported) -> Iterator[Finding]:
    """Findings on the packets' covers; the pointer names the file."""
    yield from lint_wordings(None, wordings(library, COVER), rules(library, unsupported))
    yield from _missing(library, COVER)


def lint_wordings(
    kind: type[Document] | None, own: Mapping[str, Wording], by: Rules, subject: Subject | None = None
) -> Iterator[Finding]:
    """Findings on wordings of a type (None: of the cover), by language, wherever they come from.

    `subject` is what `Subject.of` makes of the kind, for a caller that lints it again and again.
    """
    yield from by.findings
    held = subject or Subject.of(kind, by.locales)
    readings = {tag: read(wording, held, by) for tag, wording in own.items()}
    for reading in readings.values():
        yield from reading.findings
    yield from compared(readings, held, by)


def compared(readings: Mapping[str, Reading], subject: Subject, by: Rules) -> Iterator[Finding]:
    """Findings on what readings of one type say differently, by language; those that cannot be used are left out."""
    texts = {tag: reading.text for tag, reading in readings.items() if reading.text is not None}
    included = {tag: reading.template.fragments for tag, reading in readings.items() if reading.template is not None}
    yield from parity.fragments({tag: text.file for tag, text in texts.items()}, included)
    yield from parity.clauses(texts)
    contents = Contents(texts, subject.values(), by.readers)
    for region in regions(texts):
        yield from parity.controls(region, texts)
        yield from parity.enclosure(region, texts)
        found = units(region)
        yield from terms(found, region, texts, by.glossary)
        for unit in found:
            yield from contents.placeholders(unit)
            yield from contents.figures(unit)
            yield from untranslated(unit, texts)


def rules(library: Library, unsupported: Unsupported) -> Rules:
    """What the templates of a library are checked by; a glossary that cannot be read is one of the findings."""
    homes = dict.fromkeys(folder.parent for folder in library.folders.values())
    ideas: list[Idea] = []
    findings: list[Finding] = []
    for file in (home / FILE for home in homes if (home / FILE).is_file()):
        try:
            ideas += Glossary.load(file, tuple(library.locales)).ideas
        except TemplateError as error:
            findings.append(Finding(Severity.ERROR, "glossary.unusable", FILE, error.message))
    return Rules(library.locales, library.fonts(), Glossary(tuple(ideas)), unsupported, tuple(findings))


def wordings(library: Library, type_id: str) -> dict[str, Wording]:
    """The wordings of a type, or of the cover, as they lie on disk, by language."""
    return {
        tag: Wording(
            tag,
            f"{tag}/{type_id}.docx",
            library.files[type_id, tag].read_bytes(),
            {name: path.read_bytes() for (name, language), path in library.fragments.items() if language == tag},
        )
        for tag in library.locales
        if (type_id, tag) in library.files
    }


def _missing(library: Library, type_id: str) -> Iterator[Finding]:
    for tag in library.locales:
        if (type_id, tag) not in library.files:
            slots = {"type": type_id, "language": tag}
            message = Message("there is no {language} template for {type}; add the Word file", slots)
            yield Finding(Severity.ERROR, "template.unusable", f"{tag}/{type_id}.docx", message)


def lint_fragments(
    library: Library, kinds: Iterable[type[Document]] | None, unsupported: Unsupported
) -> Iterator[Finding]:
    """Findings on the fragments that the templates of these types include, or on all; the pointer names the file."""
    included = {
        name
        for type_id in ([*document_types(), COVER] if kinds is None else [kind.type_id for kind in kinds])
        for tag in library.languages_of(type_id)
        for name in _included(library, type_id, tag)
    }
    there = {name for name, _ in library.fragments} if kinds is None else set()
    for name in sorted(included | there):
        for tag in library.locales:
            yield from _fragment(library, name, tag, unsupported)
        if name not in included:
            place = f"{FOLDER}/{name}.docx"
            yield _finding(
                place, "fragment.unused", "no template includes the fragment {item}; include it, or remove it", name
            )


def _fragment(library: Library, name: str, tag: str, unsupported: Unsupported) -> Iterator[Finding]:
    place = f"{tag}/{FOLDER}/{name}.docx"
    path = library.fragments.get((name, tag))
    if path is None:
        message: Key = "another language has the fragment {item}, this one has not; add the Word file"
        yield _finding(place, "fragment.absent", message, name)
        return
    data = path.read_bytes()
    try:
        Fragment.read(data, place, library.fonts())
    except TemplateError as error:
        known = tuple(refusals(data, place, "fragment"))
        yield from known or (Finding(Severity.ERROR, "fragment.unusable", place, error.message),)
    else:
        yield from against_engines(place, data, unsupported)


def _included(library: Library, type_id: str, tag: str) -> tuple[str, ...]:
    try:
        return library.template(type_id, tag).fragments
    except TemplateError:
        return ()  # reported of the template itself


def _finding(place: str, code: str, key: Key, item: str) -> Finding:
    return Finding(Severity.ERROR, code, place, Message(key, {"item": item}))
