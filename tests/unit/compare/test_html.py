"""A comparison as HTML: escaped, spoken, in the languages of text and reader."""

from __future__ import annotations

from lxml import html

from docgen.compare.compare import compare
from docgen.compare.html import fragment, page
from docgen.docx.passages import Passage
from docgen.library import Library


def _passage(text: str, *clauses: str) -> Passage:
    return Passage(clauses[0] if clauses else "body+1", clauses, "body", text)


def _tree(library: Library, old: str, new: str, tag: str = "en", reader: str = "en") -> html.HtmlElement:
    locale = library.locale(tag)
    comparison = compare([_passage(old, "c_4_7_a")], [_passage(new, "c_4_7_a")], locale)
    return html.fromstring(fragment(comparison, locale, library.locale(reader), "<old>", "new & newer"))


def test_the_old_wording_stands_beside_the_new_one(library: Library) -> None:
    tree = _tree(library, "shall be told", "must be told")
    old, new = tree.find_class("app-compare__side")
    assert [each.text_content() for each in old.iter("del")] == [" Struck: shall end "]
    assert [each.text_content() for each in new.iter("ins")] == [" Added: must end "]
    assert not list(old.iter("ins")) and not list(new.iter("del"))
    assert [each.text for each in tree.find_class("app-compare__label")] == ["<old>", "new & newer"]


def test_words_are_marked_in_the_language_they_are_written_in(library: Library) -> None:
    tree = _tree(library, "ภาษาไทย", "ภาษาเขมร", tag="th", reader="km")
    assert {each.get("lang") for each in tree.iter("p") if each.get("lang")} == {"th"}
    assert {each.get("lang") for each in tree.find_class("govuk-visually-hidden")} == {"km"}


def test_text_of_a_template_is_never_markup(library: Library) -> None:
    evil = "<script>alert(1)</script> {{ a['<b>'] }} \" ' &"
    tree = _tree(library, "x", evil)
    assert not list(tree.iter("script", "b"))
    new = tree.find_class("app-compare__side")[1]
    assert evil in new.text_content()
    assert [each.text for each in new.iter("code")] == ["{{ a['<b>'] }}"]


def test_passages_that_stayed_are_folded_and_counted(library: Library) -> None:
    locale = library.locale("en")
    rows = [Passage(f"body+{at}", (), "body", f"Line {at}") for at in range(3)]
    markup = fragment(compare(rows, rows, locale), locale, locale, "a", "b")
    tree = html.fromstring(markup)
    assert "The two versions read the same." in markup
    assert [each.text for each in tree.iter("summary")] == ["3 passages unchanged"]
    assert "style=" not in markup


def test_the_file_stands_alone(library: Library) -> None:
    locale = library.locale("en")
    comparison = compare([_passage("a word")], [_passage("another word")], locale)
    tree = html.document_fromstring(page(comparison, locale, locale, "Letter", "1", "2").encode())
    assert tree.get("lang") == "en" and tree.findtext(".//h1") == "Letter"
    assert not tree.xpath("//script | //link | //img | //@src | //@href | //@style")
