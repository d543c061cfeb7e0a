"""A text that its field cannot hold is refused, shrunk or continued, and nothing of it is ever lost in silence."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Overflow
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import READERS, squeezed
from tests.conftest import open_press
from tests.unit.pdf.acroform.filled import Fill, Reopened, filler, refused
from tests.unit.pdf.acroform.forms import COMB, MULTILINE, FormMaker

REFUSE, SHRINK, CONTINUE = (FieldPolicy(each) for each in (Overflow.REFUSE, Overflow.SHRINK, Overflow.CONTINUE))
DEFAULT_SIZE = String("/Helv 14 Tf 0 g")
FIVE_LINES = (50, 600, 350, 710)
SENTENCES = {
    "km": "ស្ត្រីរងគ្រោះដោយអំពើជួញដូរមនុស្ស ត្រូវបានបញ្ជូនមកមណ្ឌល\u200bជនរងគ្រោះ ខ្ញុំកើតនៅភ្នំពេញ ",
    "th": "ผู้เสียหายจากการค้ามนุษย์ได้รับน้ำดื่มทั้งสิ้น ๕ ขวด ที่จังหวัดสระแก้ว ",
    "en": "The person was identified as a victim of trafficking and was told of all rights. ",
}


@pytest.fixture(params=SENTENCES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fill(choice: FontChoice, locales: Mapping[str, Locale], language: str) -> Fill:
    return filler(choice, locales[language])


def long_text(language: str, length: int = 2000) -> str:
    sentence = SENTENCES[language]
    return (sentence * (length // len(sentence) + 1))[:length].rstrip("\u17d2 ")


def form(rect: tuple[float, float, float, float] = FIVE_LINES, flags: int = MULTILINE, **entries: object) -> bytes:
    made = FormMaker()
    made.text("story", rect, Ff=flags, TU=String("Her story"), **entries)
    return made.made()


@cache
def _addendum() -> str:
    """How the addendum's title and page numbers begin, in every language."""
    keys = ("Continuation of the form", "Continuation, page {number} of {count}")
    terms = [locale.catalogue.translate(key) for locale in open_press().library.locales.values() for key in keys]
    return "|".join(re.escape(term.partition("{")[0].strip()) for term in terms)


def without_furniture(text: str) -> str:
    """Squeezed, without the mark, the addendum's title, label and page numbers."""
    kept = [
        line for line in text.replace("\r", "").splitlines()
        if not re.search(f"{_addendum()}|Her story", line)
    ]  # fmt: skip
    return squeezed(re.sub("→ ?[1១๑]", "", "\n".join(kept)))


def test_two_thousand_characters_in_five_lines_are_refused_with_how_many_lines_are_too_many(
    fill: Fill, language: str
) -> None:
    ((at, code, message),) = refused(fill, form(), {"story": long_text(language)}, default=REFUSE)
    assert (at, code) == ("/story", "form.overflow")
    assert int(re.findall(r"\d+", message)[0]) > 10


def test_what_does_not_fit_at_the_floor_is_refused_too(fill: Fill, language: str) -> None:
    assert refused(fill, form(), {"story": long_text(language)}, default=SHRINK)[0][1] == "form.overflow"


def test_a_text_shrinks_no_further_than_it_must(fill: Fill, language: str) -> None:
    text = long_text(language, 700 if language == "en" else 380)
    pdf = fill(form(), {"story": text}, default=SHRINK).pdf
    with Reopened(pdf) as reopened:
        assert 6 <= reopened.size("story") < 12
    flat = fill(form(), {"story": text}, default=SHRINK, flatten=True).pdf
    assert {squeezed(extract(flat)[0]) for extract in READERS.values()} == {squeezed(text)}


@pytest.mark.parametrize("reader", READERS)
def test_field_and_addendum_together_hold_the_whole_text(fill: Fill, language: str, reader: str) -> None:
    text = long_text(language)
    filled = fill(form(), {"story": text}, default=CONTINUE, flatten=True)
    assert filled.continued == ("story",)
    pages = READERS[reader](filled.pdf)
    assert len(pages) >= 2
    assert without_furniture("\n".join(pages)) == squeezed(text)
    assert re.search("→ ?[1១๑]", pages[0])
    assert "Her story" in pages[1]


def test_the_value_stays_whole_when_the_text_is_continued(fill: Fill, language: str) -> None:
    text = long_text(language)
    with Reopened(fill(form(), {"story": text}, default=CONTINUE).pdf) as reopened:
        assert reopened.value("story") == text


def test_an_addendum_runs_over_as_many_pages_as_it_needs(fill: Fill, language: str) -> None:
    text = long_text(language, 14000)
    pages = READERS["pypdf"](fill(form(), {"story": text}, default=CONTINUE, flatten=True).pdf)
    assert len(pages) >= 4
    assert without_furniture("\n".join(pages)) == squeezed(text)


def test_a_line_that_is_too_wide_is_refused_or_continued(fill: Fill, language: str) -> None:
    text = long_text(language, 80)
    narrow = form((50, 700, 150, 724), flags=0, DA=String("/Helv 11 Tf 0 g"))
    ((_, code, message),) = refused(fill, narrow, {"story": text}, default=REFUSE)
    assert code == "form.overflow"
    assert re.search(r"\d+ points wider", message)
    pages = READERS["pypdf"](fill(narrow, {"story": text}, default=CONTINUE, flatten=True).pdf)
    assert without_furniture("\n".join(pages)) == squeezed(text)


def test_the_policy_of_a_field_goes_before_the_default(fill: Fill, language: str) -> None:
    values = {"story": long_text(language)}
    assert fill(form(), values, policies={"story": CONTINUE}, default=REFUSE).continued == ("story",)


def test_several_widgets_break_off_at_the_same_place(fill: Fill, language: str) -> None:
    made = FormMaker()
    parent = made.pdf.make_indirect(
        Dictionary(FT=Name.Tx, T=String("story"), TU=String("Her story"), Ff=MULTILINE, Kids=Array())
    )
    for rect in (FIVE_LINES, (50, 400, 350, 560)):
        kid = made.pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(rect), Parent=parent))
        made.show(kid)
        parent.Kids.append(kid)
    made.form.Fields.append(parent)
    text = long_text(language)
    pages = READERS["pypdf"](fill(made.made(), {"story": text}, default=CONTINUE, flatten=True).pdf)
    shown = without_furniture(pages[0])
    half = shown[: len(shown) // 2]
    assert shown == half + half
    assert half + without_furniture("\n".join(pages[1:])) == squeezed(text)


def test_a_text_longer_than_max_len_is_never_cut(fill: Fill, language: str) -> None:
    limited = form(MaxLen=30)
    text = long_text(language, 60)
    ((_, code, message),) = refused(fill, limited, {"story": text})
    assert code == "form.overflow"
    assert str(len(text) - 30) in message
    pages = READERS["pypdf"](fill(limited, {"story": text}, default=CONTINUE, flatten=True).pdf)
    assert 0 < len(squeezed(pages[0])) <= 33
    assert without_furniture("\n".join(pages)) == squeezed(text)


def test_more_clusters_than_cells_are_refused_with_their_number(fill: Fill, language: str) -> None:
    made = FormMaker()
    made.text("cells", Ff=COMB, MaxLen=4)
    ((_, code, message),) = refused(fill, made.made(), {"cells": "123456"}, default=CONTINUE)
    assert (code, "2 cells" in message) == ("form.overflow", True)


def test_a_field_too_low_for_a_line_is_refused(fill: Fill, language: str) -> None:
    low = form((50, 700, 300, 705), flags=0)
    assert refused(fill, low, {"story": long_text(language, 10)})[0][1] == "form.overflow"


def test_two_fields_are_continued_under_their_numbers(fill: Fill, language: str) -> None:
    made = FormMaker()
    for name, bottom in (("a", 600), ("b", 450)):
        made.text(name, (50, bottom, 350, bottom + 110), Ff=MULTILINE)
    text = long_text(language)
    filled = fill(made.made(), {"b": text, "a": text}, default=CONTINUE, flatten=True)
    assert filled.continued == ("a", "b")
    assert re.search("→ ?[2២๒]", READERS["pypdf"](filled.pdf)[0])


def test_the_addendum_of_a_tagged_form_is_tagged(fill: Fill, language: str) -> None:
    made = FormMaker()
    made.text("story", FIVE_LINES, Ff=MULTILINE)
    root = made.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = made.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    root.K = document
    root.ParentTree = made.pdf.make_indirect(Dictionary(Nums=Array()))
    made.pdf.Root.StructTreeRoot = root
    pdf = fill(made.made(), {"story": long_text(language, 9000)}, default=CONTINUE).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        paragraphs = list(opened.Root.StructTreeRoot.K.K)
        assert [str(each.S) for each in paragraphs] == ["/P"] * 3
        assert len(paragraphs[2].K) == len(opened.pages) - 1
        nums = opened.Root.StructTreeRoot.ParentTree.Nums
        for page in list(opened.pages)[1:]:
            owners = nums[2 * int(page.StructParents) + 1]
            for mcid, owner in enumerate(owners):
                assert any(int(kid.MCID) == mcid and kid.Pg.objgen == page.obj.objgen for kid in owner.K)


def test_a_continued_line_is_set_smaller_only_when_the_box_is_too_low_for_its_size(fill: Fill, language: str) -> None:
    text, values = long_text(language, 400), DEFAULT_SIZE
    for height, smaller in ((40, False), (14, True)):
        box = form((50, 700, 150, 700 + height), flags=0, DA=values)
        pdf = fill(box, {"story": text}, default=CONTINUE).pdf
        with Reopened(pdf) as reopened:
            assert (reopened.size("story") < 14) == smaller


def test_a_text_that_fits_smaller_is_not_continued(fill: Fill, language: str) -> None:
    text = long_text(language, 700 if language == "en" else 380)
    assert fill(form(), {"story": text}, default=CONTINUE).continued == ()
