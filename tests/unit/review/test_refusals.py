"""A file that the gate refuses has a finding for each kind of thing in it, with part and remedy."""

from __future__ import annotations

from docgen.library import Library
from docgen.review.fitness import Unsupported
from docgen.review.glossary import Glossary
from docgen.review.reading import Rules, read
from docgen.review.refusals import refusals
from docgen.review.subject import Subject
from docgen.review.wording import Wording
from tests.unit.docx.builder import members, p, r, zipped

NOTHING: Unsupported = lambda _: ()  # noqa: E731 - a name for what it says


def codes(data: bytes) -> list[str]:
    return [each.code for each in refusals(data, "th/paper.docx", "template")]


def bad() -> bytes:
    tracked = '<w:p><w:ins w:id="1" w:author="x">' + r("a") + "</w:ins></w:p>"
    commented = p(r("b"), '<w:r><w:commentReference w:id="0"/></w:r>')
    hidden = p(r("c", "<w:vanish/>"))
    field = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r>')
    linked = ("rIdLink", "hyperlink", "https://example.org")
    body = tracked + tracked + commented + hidden + field
    return zipped(members(body, extra_relationships=[linked], external=frozenset({"rIdLink"})))


def test_every_kind_of_thing_is_one_finding_with_part_and_remedy() -> None:
    found = {each.code: str(each.message) for each in refusals(bad(), "th/paper.docx", "template")}
    assert set(found) == {
        "template.tracked_changes",
        "template.comments",
        "template.hidden_text",
        "template.field",
        "template.link",
    }
    assert all(
        said.startswith("th/paper.docx, word/") and ";" in said for said in found.values() if "field" not in said
    )
    assert len(codes(bad())) == len(found), "each once"


def test_a_file_that_the_gate_admits_has_none_and_one_that_is_no_word_file_neither() -> None:
    assert codes(zipped(members(p("a")))) == []
    assert codes(b"no Word file") == []


def test_lint_says_the_kinds_instead_of_only_that_it_is_unusable(library: Library) -> None:
    rules = Rules(library.locales, library.fonts(), Glossary(), NOTHING)
    subject = Subject("paper", None, {"th": {}})
    reading = read(Wording("th", "th/paper.docx", bad()), subject, rules)
    assert reading.text is None and len(reading.findings) == 5
    reading = read(Wording("th", "th/paper.docx", b"no Word file"), subject, rules)
    assert [each.code for each in reading.findings] == ["template.unusable"]
