"""Before rendering: missing words, names without the paper's script, characters no font draws, and what blocks."""

from pathlib import Path
from typing import ClassVar

from docgen.case import AgencyProfile, Case, Line, MultilingualLine, Names
from docgen.check import blocking, check
from docgen.documents.base import Document, Rule
from docgen.errors import Finding, Message, Severity
from docgen.locale import Locale

TEMPLATES = Path(__file__).parents[2] / "templates"
THAI = Locale.load(TEMPLATES / "th")
WORDS = {"th": "ก", "en": "a", "km": "ក"}
AGENCY = {"party": "TH", "name": WORDS, "superior": [], "address": WORDS, "city": WORDS, "telephone": "+66 2 555 0147"}


class Slip(Document):
    """A document made up for these tests."""

    type_id: ClassVar[str] = "slip"
    title: ClassVar[str] = "Slip"
    clauses: ClassVar[tuple[str, ...]] = ("4.8",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("slip.companion", "4.8", "should", "note", Message("a reason"), lambda slip: slip.note == "companion"),
    )
    example: ClassVar[str] = "{}"

    note: Line
    who: Names
    what: MultilingualLine


def slip(**fields: object) -> Slip:
    particulars = {"note": "n", "who": {"Latn": "SOK Dara", "Thai": "โสก ดารา"}, "what": WORDS} | fields
    return Slip.of(Case.from_tree({"reference": "R-1", "agency": AGENCY, "documents": {"slip": particulars}}))


def codes(document: Slip, uncovered: str = "") -> list[tuple[str, str, str]]:
    found = check(document, [THAI], lambda text: set(text) & set(uncovered))
    return [(finding.code, finding.pointer, finding.severity.value) for finding in found]


def test_a_complete_document_has_no_findings() -> None:
    assert codes(slip()) == []


def test_a_broken_rule_cites_its_clause_at_the_fields_place_in_the_case() -> None:
    (finding,) = slip(note="companion").findings()
    assert (finding.clause, finding.pointer, finding.severity) == ("4.8", "/documents/slip/note", Severity.WARNING)


def test_a_name_without_the_papers_script_is_advice() -> None:
    assert codes(slip(who={"Latn": "SOK Dara"})) == [("name.script", "/documents/slip/who", "advice")]


def test_a_text_without_the_papers_language_blocks_until_overridden() -> None:
    assert codes(slip(what={"en": "a"})) == [("text.language", "/documents/slip/what", "warning")]


def test_a_character_no_font_draws_is_refused_by_field_and_code_point() -> None:
    document = slip(note="n☃")
    assert codes(document, "☃") == [("text.glyph", "/documents/slip/note", "error")]
    (finding,) = check(document, [THAI], lambda text: set(text) & {"☃"})
    assert "U+2603" in str(finding.message)
    assert "☃" not in str(finding.message)


def test_the_particulars_may_restate_a_shared_value_and_findings_point_there() -> None:
    other = AGENCY | {"name": {"en": "Only English"}}
    assert codes(slip(agency=other)) == [("text.language", "/documents/slip/agency/name", "warning")]
    assert isinstance(slip(agency=other).agency, AgencyProfile)


def test_errors_always_block_and_warnings_unless_overridden() -> None:
    found = [Finding(severity, severity.value, "", Message("m")) for severity in Severity]
    assert [finding.code for finding in blocking(found)] == ["error", "warning"]
    assert [finding.code for finding in blocking(found, {"warning", "error"})] == ["error"]
