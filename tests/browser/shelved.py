"""An example of everything that the template library's pages show, and Word files changed as legal staff change them.

It is of the packet's cover, whose approval changes no paper that other tests look at.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape

from docgen.binding import COVER
from docgen.documents import document_types
from docgen.library import Library
from docgen.press import Press
from docgen.review.examining import Bench, examine
from docgen.shelf.gate import Examined
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import Version
from docgen.store import Role
from docgen.store.template_tests import Expectation, Wanted
from tests.browser.serving import Serving, now

_MAIN = "word/document.xml"
DOUBTFUL = "15  16"
"""A warning of lint: two spaces."""
FIGURES = "77"
"""An error of lint, as long as the other languages do not say so."""


@dataclass(frozen=True)
class Shelved:
    """Sessions of a reviewer and an approver, and addresses of versions: one with findings and comments, of which one
    is waived and one resolved, one submitted, one approved, and one with a test."""

    reviewer: str
    approver: str
    doubtful: str
    submitted: str
    approved: str
    tested: str
    fragment: str
    waiver: str
    resolved: str


def shelved(server: Serving, name: str) -> Shelved:
    """All of it, by new accounts."""
    library = Library.load(*server.settings.templates)
    shelf, tags = Shelf(server.store, library), list(library.locales)
    reviewer, approver = server.user(f"{name}-r", Role.REVIEWER), server.user(f"{name}-a", Role.APPROVER)
    first, second = (shelf.versions(COVER, tag)[0] for tag in tags[:2])
    submitted = shelf.chain.submit(second.id, reviewer, "Please look at the title.", now())
    shelf.chain.submit(first.id, reviewer, "", now())
    approved = shelf.chain.approve(first.id, approver, "Read beside the others.", now(), looked_at(shelf, first))
    data = with_paragraphs(shelf.wording(first).data, DOUBTFUL, FIGURES)
    doubtful = shelf.add(COVER, tags[0], data, reviewer, "Says how many there are.", now())
    waived = looked_at(shelf, doubtful).findings[0]
    waiver = shelf.notes.waive(doubtful.id, waived, reviewer, "It is meant so.", now())
    shelf.notes.comment(doubtful.id, "body+1", "Is this the title that was agreed on?", approver, now())
    resolved = shelf.notes.comment(doubtful.id, "body+1", "Write it in capitals.", approver, now())
    shelf.notes.resolve(resolved.id, reviewer, now())
    type_id = next(iter(document_types()))
    expected = [Expectation(tags[0], "", "This stands nowhere."), Expectation(tags[0], "", "nor this", Wanted.ABSENT)]
    shelf.trials.save(type_id, "A test", None, expected, reviewer, now())
    tested = shelf.versions(type_id, tags[0])[0]
    return Shelved(
        server.signed_in(reviewer),
        server.signed_in(approver),
        _address(doubtful),
        _address(submitted),
        _address(approved),
        _address(tested),
        f"/library/fragments/{tested.fragments[0][0]}/{tags[0]}",
        waiver.id,
        resolved.id,
    )


def looked_at(shelf: Shelf, version: Version) -> Examined:
    """What is found about a version beside the newest ones of the other languages."""
    with Press.open() as press:
        return examine(shelf, version.id, Bench.of(press.library, lambda _: ()))


def with_paragraphs(data: bytes, *texts: str) -> bytes:
    """A Word file with more paragraphs at its end."""
    made = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in texts)
    return replaced(data, "<w:sectPr", f"{made}<w:sectPr")


def replaced(data: bytes, old: str, new: str) -> bytes:
    """A Word file in whose text the last occurrence of something is something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == _MAIN:
                before, found, after = content.decode().rpartition(old)
                assert found, "the file has no such text"
                content = f"{before}{new}{after}".encode()
            target.writestr(member, content)
    return out.getvalue()


def _address(version: Version) -> str:
    return f"/library/{version.type}/{version.language}/{version.number}"
