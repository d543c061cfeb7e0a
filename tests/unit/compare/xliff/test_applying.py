"""What a translator hands back: taken over in Word's formatting, or refused by unit and reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import etree

from docgen.compare.parts import text_parts
from docgen.compare.xliff import Wording, applied, exported
from docgen.compare.xliff.applying import MAX_FILE
from docgen.docx.ooxml import Element, w
from docgen.docx.passages import passages
from docgen.errors import TemplateRefused, TranslationRefused
from tests.unit.docx.builder import bookmarked, docx, p, r

THAI_FORM = '<w:rFonts w:cs="Laksaman"/><w:szCs w:val="30"/>'


def _wording(tag: str, *paragraphs: str) -> Wording:
    return Wording("letter", tag, f"{tag}/letter.docx", docx("".join(paragraphs)))


SOURCE = _wording(
    "en",
    bookmarked(
        "c_4_7_a", p(r("To {{ person.name }} at "), r("once", "<w:b/>"), r("{% if far %} by car{% endif %} today."))
    ),
    p(r("Second"), "<w:r><w:tab/></w:r>", r("line")),
)
TARGET = _wording(
    "th",
    bookmarked(
        "c_4_7_a",
        p(r("ถึง {{ person.name }} ", THAI_FORM), r("{% if far %}โดยรถ{% endif %}ในวันนี้", THAI_FORM), style="ThaiText"),
    ),
    p(r("บรรทัด"), "<w:r><w:tab/></w:r>", r("ที่สอง")),
)


def _changed(change: Callable[[str], str]) -> bytes:
    """The export as a translator would hand it back: `change` makes the new text of the file."""
    text = exported(SOURCE, TARGET).decode()
    new = change(text)
    assert new != text
    return new.encode()


def _in_target(old: str, new: str) -> Callable[[str], str]:
    """Replace in the targets alone."""
    return lambda text: re.sub(r"<target.*?</target>", lambda found: re.sub(old, new, found[0]), text)


def _texts(data: bytes) -> list[str]:
    return [each.text for each in passages(data, "x")][1:]


def _body(data: bytes) -> Element:
    return text_parts(data, "x")["word/document.xml"]


def test_a_new_translation_takes_the_formatting_bookmark_and_style_of_its_paragraph() -> None:
    made = applied(_changed(_in_target("ในวันนี้", "พรุ่งนี้")), SOURCE, TARGET)
    assert _texts(made) == ["ถึง {{ person.name }} {% if far %}โดยรถ{% endif %}พรุ่งนี้", "บรรทัด\tที่สอง"]
    paragraph = next(_body(made).iter(w("p")))
    assert paragraph.find(f"{w('pPr')}/{w('pStyle')}") is not None
    assert [each.get(w("name")) for each in paragraph.iter(w("bookmarkStart"))] == ["c_4_7_a"]
    for run in paragraph.iter(w("r")):
        assert run.find(f"{w('rPr')}/{w('szCs')}") is not None
        assert run.find(f"{w('rPr')}/{w('rFonts')}").get(w("cs")) == "Laksaman"  # type: ignore[union-attr]


def test_a_formatting_of_the_source_may_be_used_in_the_translation() -> None:
    made = applied(_changed(_in_target("ถึง ", 'ถึง <pc id="f1">ทันที</pc>')), SOURCE, TARGET)
    bold = [run for run in _body(made).iter(w("r")) if run.find(f"{w('rPr')}/{w('b')}") is not None]
    assert ["".join(map(str, run.itertext())) for run in bold] == ["ทันที"]
    assert [each.tag for each in bold[0][0]] == [w("rFonts"), w("b"), w("bCs"), w("szCs")]


def test_a_placeholder_may_move_within_its_sentence_and_a_tab_stays_a_tab() -> None:
    made = applied(_changed(_in_target(r'(<ph id="tab1"[^>]*/>)ที่สอง', r"ที่สอง\1")), SOURCE, TARGET)
    assert _texts(made)[1] == "บรรทัดที่สอง\t"
    assert len(list(_body(made).iter(w("tab")))) == 1


def test_a_unit_without_a_target_leaves_its_paragraph_as_it_is() -> None:
    gone = _changed(lambda text: re.sub(r"<target.*?</target>", "", text))
    assert applied(gone, SOURCE, TARGET) == TARGET.data


def test_marks_that_tools_add_around_words_are_read_through() -> None:
    marked = _in_target("ในวันนี้", '<mrk id="m1" type="term">พรุ่งนี้</mrk>')
    assert _texts(applied(_changed(marked), SOURCE, TARGET))[0].endswith("พรุ่งนี้")


REFUSED = {
    "has lost {{ person.name }}": _in_target(r'<ph id="t1"[^>]*/>', ""),
    "has lost {% endif %}": _in_target(r'<ph id="t3"[^>]*/>', ""),
    "has {{ person.name }} twice": _in_target(r'(<ph id="t1"[^>]*/>)', r"\1\1"),
    "has a code that this passage does not have": _in_target(r'<ph id="t1"', '<ph id="t9"'),
    "has a formatting that this passage does not have": _in_target("ถึง", '<pc id="f7">ถึง</pc>'),
    "a tag is typed as text": _in_target("ถึง", "{{ person.secret }}"),
    "a tag is typed as text ": _in_target("ถึง", "{% include x %}"),
    "conditions stand in another order": _in_target(r'(<ph id="t2"[^>]*/>)(.*?)(<ph id="t3"[^>]*/>)', r"\3\2\1"),
    "has a code that is not used here": _in_target("ถึง", '<cp hex="0001"/>ถึง'),
    "source text was changed": lambda text: text.replace(">To <ph", ">Unto <ph"),
    "there is no such passage": lambda text: text.replace('<unit id="c_4_7_a"', '<unit id="c_4_8_a"'),
    "segment was split or joined": lambda text: text.replace(
        "</segment></unit>", '</segment><segment id="s2"><source/></segment></unit>', 1
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_unit_that_does_not_fit_is_refused_by_its_anchor(reason: str) -> None:
    with pytest.raises(TranslationRefused) as refused:
        applied(_changed(REFUSED[reason]), SOURCE, TARGET)
    finding = refused.value.findings[0]
    assert reason.strip() in str(finding.message)
    assert finding.pointer in ("c_4_7_a", "header.1", "?")
    assert "secret" not in str(finding.message)


def test_all_units_that_do_not_fit_are_told_at_once() -> None:
    with pytest.raises(TranslationRefused) as refused:
        applied(_changed(_in_target(r"<ph [^>]*/>", "")), SOURCE, TARGET)
    assert [finding.pointer for finding in refused.value.findings] == ["c_4_7_a", "c_4_7_a+1"]


FILES: dict[str, Callable[[str], str]] = {
    "other languages": lambda text: text.replace('trgLang="th"', 'trgLang="km"'),
    "no XLIFF 2.1 file": lambda text: text.replace('version="2.1"', 'version="1.2"'),
    "made for another template": lambda text: text.replace(">letter<", ">note<"),
    "made for another template ": lambda text: text.replace("th/letter.docx", "th/note.docx"),
    "changed since the file was exported": lambda text: text.replace(TARGET.fingerprint, "0" * 64),
    "DOCTYPE": lambda text: text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1),
    "no well-formed XML": lambda text: text[:-20],
    "not written in UTF-8": lambda text: text + "\x00",
    "larger than 8 MB": lambda text: text + " " * MAX_FILE,
}


@pytest.mark.parametrize("reason", FILES)
def test_a_file_that_is_unsafe_or_of_something_else_is_refused(reason: str) -> None:
    with pytest.raises(TranslationRefused) as refused:
        applied(_changed(FILES[reason]), SOURCE, TARGET)
    (finding,) = refused.value.findings
    assert reason.strip() in str(finding.message) and finding.pointer == ""


def test_a_template_edited_since_the_export_takes_no_translation() -> None:
    data = exported(SOURCE, TARGET)
    with pytest.raises(TranslationRefused, match="1 problem"):
        applied(data, _wording("en", p("Other")), TARGET)


def test_word_files_go_through_the_gate_first() -> None:
    data = exported(SOURCE, TARGET)
    with pytest.raises(TemplateRefused):
        applied(data, SOURCE, Wording("letter", "th", "th/letter.docx", b"PK"))


def test_deeply_nested_codes_are_refused_not_followed() -> None:
    deep = '<pc id="f1">' * 300 + "x" + "</pc>" * 300
    with pytest.raises(TranslationRefused):
        applied(_changed(_in_target("ถึง", deep)), SOURCE, TARGET)


def test_the_export_is_xml_that_other_tools_parse() -> None:
    assert etree.fromstring(exported(SOURCE, TARGET)).get("version") == "2.1"
