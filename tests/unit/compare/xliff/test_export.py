"""What a translator finds in an XLIFF file."""

from __future__ import annotations

import pytest

from docgen.compare.xliff import Wording, exported
from docgen.docx.ooxml import Element
from docgen.errors import TranslationRefused
from tests.unit.compare.xliff.rules import CORE, check
from tests.unit.docx.builder import bookmarked, docx, p, r


def _wording(tag: str, *paragraphs: str) -> Wording:
    return Wording("letter", tag, f"{tag}/letter.docx", docx("".join(paragraphs)))


def _units(source: Wording, target: Wording, **meanings: str) -> list[Element]:
    found = exported(source, target, {"person.name": meanings.get("name", "")} if meanings else None)
    return list(check(found).iter(f"{CORE}unit"))


def _shown(element: Element | None) -> str:
    """Text with codes as [id] and formattings as <id>…</id>."""
    if element is None:
        return "none"
    text = element.text or ""
    for child in element:
        name = child.get("id")
        text += f"[{name}]" if child.tag == f"{CORE}ph" else f"<{name}>{_shown(child)}</{name}>"
        text += child.tail or ""
    return text


def _sides(unit: Element) -> tuple[str, str]:
    return _shown(unit.find(f".//{CORE}source")), _shown(unit.find(f".//{CORE}target"))


def test_a_clause_is_a_unit_with_its_tags_as_codes_of_the_same_id_in_both_languages() -> None:
    source = _wording("en", bookmarked("c_4_7_a", p(r("To {{ person.name }} and {{ place }}."))))
    target = _wording("th", bookmarked("c_4_7_a", p(r("{{ place }} ถึง {{ person.name }}"))))
    (unit,) = _units(source, target, name="the person's name")
    assert (unit.get("id"), unit.get("name")) == ("c_4_7_a", "c_4_7_a")
    assert _sides(unit) == ("To [t2] and [t1].", "[t1] ถึง [t2]")
    assert [each.text for each in unit.iter(f"{CORE}data")] == ["{{ place }}", "{{ person.name }}"]
    notes = {each.get("category"): each.text or "" for each in unit.iter(f"{CORE}note")}
    assert notes["sop"].startswith("SOP 4.7: ") and len(notes["sop"]) > 40
    assert notes["placeholder"] == "{{ person.name }}: the person's name"
    assert {each.get("canDelete") for each in unit.iter(f"{CORE}ph")} == {"no"}


def test_bold_words_are_marked_in_both_languages_alike() -> None:
    source = _wording("en", p(r("Take "), r("great", "<w:b/>"), r(" care of all that is here.")))
    target = _wording("th", p(r("ระวัง"), r("มาก", "<w:b/><w:bCs/>"), r("ทุกสิ่งทุกอย่างที่อยู่ที่นี่")))
    (unit,) = _units(source, target)
    assert _sides(unit) == ("Take <f1>great</f1> care of all that is here.", "ระวัง<f1>มาก</f1>ทุกสิ่งทุกอย่างที่อยู่ที่นี่")
    assert {each.get("subType") for each in unit.iter(f"{CORE}pc")} == {"xlf:b"}


def test_a_passage_without_words_yet_has_no_target_and_all_codes_are_wanted() -> None:
    source = _wording("en", bookmarked("c_4_7_a", p(r("Dear {{ person.name }}"))))
    target = _wording("th", bookmarked("c_4_7_a", p(r(""))))
    (unit,) = _units(source, target)
    assert _sides(unit) == ("Dear [t1]", "none")
    assert [each.get("canDelete") for each in unit.iter(f"{CORE}ph")] == ["no"]


def test_lines_of_tags_alone_are_not_for_translators() -> None:
    rows = [p("{%p if a %}"), p("Some words"), p("{%p endif %}"), p("{{ value }}")]
    units = _units(_wording("en", *rows), _wording("th", *rows[:1], p("คำ"), *rows[2:]))
    assert [_sides(unit) for unit in units] == [("Some words", "คำ")]
    assert [unit.get("id") for unit in units] == ["body.2"]


def test_a_paragraph_that_one_language_has_more_does_not_shift_the_others() -> None:
    source = _wording("en", p("{{ addressee }}"), p("Respectfully {{ name }}"))
    target = _wording("th", p("เรียน"), p("{{ addressee }}"), p("ด้วยความนับถือ {{ name }}"))
    assert [_sides(unit) for unit in _units(source, target)] == [("Respectfully [t1]", "ด้วยความนับถือ [t1]")]


def test_tags_of_control_keep_their_order_where_both_languages_have_one() -> None:
    text = "Yes {% if a %}and{% else %}or{% endif %} no"
    (unit,) = _units(_wording("en", p(text)), _wording("th", p(text)))
    order = [each.get("canReorder") for each in unit.iterfind(f".//{CORE}source/{CORE}ph")]
    assert order == ["firstNo", "no", "no"]


def test_two_files_without_a_shared_word_are_refused() -> None:
    with pytest.raises(TranslationRefused) as refused:
        exported(_wording("en", p("{{ a }}")), _wording("th", p("{{ a }}")))
    assert refused.value.findings[0].code == "xliff.file"
