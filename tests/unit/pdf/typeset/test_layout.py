"""Where things stand on the page, and how they are tagged."""

from __future__ import annotations

import pymupdf
import pytest

from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.reading import by_poppler, lines, page_count, squeezed, tags
from tests.unit.pdf.word import SECTION, cell, docx, paragraph, picture, png, row, run, styles, table

LEFT = 1134 / 20  # the text area of SECTION, in points
RIGHT = (11906 - 1134) / 20
TOP = 1134 / 20
LONG = "The competent authorities of both Parties shall cooperate in the identification of victims. " * 3
TAB = "<w:r><w:tab/></w:r>"
ASCENT, LINE = round(1912 * 240 / 2048) / 20, round((1912 + 443) * 240 / 2048) / 20  # Tinos at 12 pt
MODERN = (
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
)


def test_the_first_line_stands_at_the_margin_by_the_font_s_ascent(typesetter: Typesetter) -> None:
    left, baseline, _, size = lines(typesetter.pdf(docx(paragraph("First"))))["First"]
    assert (left, size) == pytest.approx((LEFT, 12), abs=0.1)
    assert baseline == pytest.approx(TOP + ASCENT, abs=0.1)


@pytest.mark.parametrize(
    ("spacing", "gap"),
    [
        ('w:before="0" w:after="0"', LINE),
        ('w:before="200" w:after="0"', LINE + 10),
        ('w:before="200" w:after="300"', LINE + 15),
        ('w:line="360" w:lineRule="auto"', LINE * 1.5),
        ('w:line="400" w:lineRule="exact"', 20),
        ('w:line="600" w:lineRule="atLeast"', 30),
    ],
)
def test_lines_and_paragraphs_keep_their_distance(typesetter: Typesetter, spacing: str, gap: float) -> None:
    body = paragraph("one", f"<w:spacing {spacing}/>") + paragraph("two", f"<w:spacing {spacing}/>")
    found = lines(typesetter.pdf(docx(body)))
    assert found["two"][1] - found["one"][1] == pytest.approx(gap, abs=0.15)


def test_contextual_spacing_drops_what_lies_between_two_paragraphs_of_a_style(typesetter: Typesetter) -> None:
    close = '<w:spacing w:before="200" w:after="200"/><w:contextualSpacing/>'
    found = lines(typesetter.pdf(docx(paragraph("one", close) + paragraph("two", close))))
    assert found["two"][1] - found["one"][1] == pytest.approx(LINE, abs=0.15)


def test_space_before_is_dropped_at_an_automatic_page_top_and_kept_after_a_hard_break(typesetter: Typesetter) -> None:
    spaced = '<w:spacing w:before="1000"/>'
    hard = paragraph("one") + paragraph("hard", spaced + "<w:pageBreakBefore/>")
    assert lines(typesetter.pdf(docx(hard)), 1)["hard"][1] == pytest.approx(TOP + 50 + ASCENT, abs=0.2)
    filled = paragraph("fill", '<w:spacing w:line="14300" w:lineRule="exact"/>') + paragraph("auto", spaced)
    assert lines(typesetter.pdf(docx(filled)), 1)["auto"][1] == pytest.approx(TOP + ASCENT, abs=0.2)


@pytest.mark.parametrize(("jc", "edge"), [("right", RIGHT), ("end", RIGHT)])
def test_a_paragraph_is_aligned(typesetter: Typesetter, jc: str, edge: float) -> None:
    assert lines(typesetter.pdf(docx(paragraph("x", f'<w:jc w:val="{jc}"/>'))))["x"][2] == pytest.approx(edge, abs=0.2)


def test_a_justified_line_reaches_the_margin_and_the_last_one_does_not(typesetter: Typesetter) -> None:
    edges: dict[float, float] = {}
    for _, top, right, _, _ in _words(typesetter.pdf(docx(paragraph(LONG, '<w:jc w:val="both"/>')))):
        edges[top] = max(edges.get(top, 0), right)
    *full, last = (edges[top] for top in sorted(edges))
    assert full == pytest.approx([RIGHT] * len(full), abs=0.5)
    assert full and last < RIGHT - 20


def test_a_hanging_number_stands_left_of_its_text(typesetter: Typesetter) -> None:
    body = paragraph(run("4.") + TAB + run(LONG), '<w:ind w:left="720" w:hanging="720"/>')
    found = [line[0] for text, line in lines(typesetter.pdf(docx(body))).items() if not text.startswith("4.")]
    assert found == pytest.approx([LEFT + 36] * len(found), abs=0.2)
    assert found


@pytest.mark.parametrize(
    ("kind", "edge", "at"), [("left", 0, 4000), ("right", 2, 4000), ("right", 2, 9638), ("center", None, 4000)]
)
def test_text_behind_a_tab_stands_at_its_stop(typesetter: Typesetter, kind: str, edge: int | None, at: int) -> None:
    stops = f'<w:tabs><w:tab w:val="{kind}" w:pos="{at}"/></w:tabs>'
    pdf = typesetter.pdf(docx(paragraph(run("Label") + TAB + run("value"), stops)))
    words = {word[4]: word for word in _words(pdf)}
    left, _, right = words["value"][:3]
    found = (left + right) / 2 if edge is None else (left, 0, right)[edge]
    assert found == pytest.approx(LEFT + at / 20, abs=0.3)


def test_a_tab_behind_a_wrapped_line_reaches_its_stop_on_that_line(typesetter: Typesetter) -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="9000"/></w:tabs>'
    words = {
        word[4]: word for word in _words(typesetter.pdf(docx(paragraph(run(LONG[:150]) + TAB + run("end"), stops))))
    }
    assert words["end"][0] == pytest.approx(LEFT + 450, abs=0.5)


def _words(pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    with pymupdf.open(stream=pdf) as document:
        return [tuple(word[:5]) for word in document[0].get_text("words")]


def test_leaders_fill_the_way_to_the_stop(typesetter: Typesetter) -> None:
    stops = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
    text = squeezed(by_poppler(typesetter.pdf(docx(paragraph(run("Signed") + TAB, stops)))))
    assert text.startswith("Signed....................")


def test_headings_are_tagged_without_a_level_left_out(typesetter: Typesetter) -> None:
    sheet = styles(
        "Tinos",
        '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:outlineLvl '
        'w:val="4"/></w:pPr></w:style>',
    )
    body = (
        paragraph("a", '<w:pStyle w:val="Heading1"/>') + paragraph("b", '<w:pStyle w:val="Deep"/>') + paragraph("text")
    )
    assert tags(typesetter.pdf(docx(body, style_sheet=sheet))) == ["Document", "H1", "H2", "P"]


def test_headings_without_spacing_stand_close(typesetter: Typesetter) -> None:
    body = paragraph("a", '<w:pStyle w:val="Heading1"/>') + paragraph("b", '<w:pStyle w:val="Heading2"/>')
    found = lines(typesetter.pdf(docx(body)))
    assert found["b"][1] - found["a"][1] == pytest.approx(LINE, abs=0.15)


def test_a_heading_stays_with_what_follows(typesetter: Typesetter) -> None:
    filled = paragraph("fill", '<w:spacing w:line="14150" w:lineRule="exact"/>')
    body = filled + paragraph("Head", '<w:pStyle w:val="Heading1"/>') + paragraph("below", "<w:keepLines/>")
    pdf = typesetter.pdf(docx(body))
    assert page_count(pdf) == 2
    assert list(lines(pdf, 1)) == ["Head", "below"]


def test_header_cells_are_tagged_as_such_and_repeat(typesetter: Typesetter) -> None:
    rows = "".join(row(cell(f"a{n}"), cell("b")) for n in range(80))
    head = row(cell("Head"), cell("Other"), properties="<w:tblHeader/>")
    pdf = typesetter.pdf(docx(table([4000, 4000], head, rows)))
    names = tags(pdf)
    assert (names.count("TH"), names.count("TD")) == (2, 160)
    assert "Head" in lines(pdf, 1)


def test_a_table_that_only_lays_out_is_not_tagged_as_one(typesetter: Typesetter) -> None:
    names = tags(typesetter.pdf(docx(table([4000, 4000], row(cell("left"), cell("right")), borders=False))))
    assert "Table" not in names
    assert names.count("P") == 2


def test_cells_that_are_merged_keep_their_columns(typesetter: Typesetter) -> None:
    body = table(
        [2000, 2000, 2000],
        row(cell("down", '<w:vMerge w:val="restart"/>'), cell("wide", '<w:gridSpan w:val="2"/>')),
        row(cell(paragraph(), "<w:vMerge/>"), cell("one"), cell("two")),
    )
    pdf = typesetter.pdf(docx(body, parts={"settings": MODERN}))
    left = {word[4]: word[0] for word in _words(pdf)}
    margin = LEFT + 108 / 20
    assert [left[name] for name in ("down", "wide", "one", "two")] == pytest.approx(
        [margin, margin + 100, margin + 100, margin + 200], abs=0.3
    )


def test_text_lost_in_a_merged_cell_is_refused(typesetter: Typesetter) -> None:
    body = table([2000], row(cell("a", '<w:vMerge w:val="restart"/>')), row(cell("lost", "<w:vMerge/>")))
    assert typesetter.unsupported(docx(body)) == ["text in a cell that is merged into the one above"]


@pytest.mark.parametrize(("rule", "pitch"), [("atLeast", 50.0), ("exact", 50.0)])
def test_a_row_has_the_height_it_asks_for(typesetter: Typesetter, rule: str, pitch: float) -> None:
    tall = f'<w:trHeight w:val="1000" w:hRule="{rule}"/>'
    pdf = typesetter.pdf(docx(table([2000], row(cell("a"), properties=tall), row(cell("b")), borders=False)))
    found = lines(pdf)
    assert found["b"][1] - found["a"][1] == pytest.approx(pitch, abs=0.3)


def test_a_row_that_must_not_split_moves_as_a_whole(typesetter: Typesetter) -> None:
    filled = paragraph("fill", '<w:spacing w:line="14000" w:lineRule="exact"/>')
    body = filled + table(
        [4000], row(cell(paragraph("one") + paragraph("two") + paragraph("three")), properties="<w:cantSplit/>")
    )
    assert list(lines(typesetter.pdf(docx(body)), 1)) == ["one", "two", "three"]


def test_lists_are_numbered_through_levels_and_tagged(typesetter: Typesetter) -> None:
    def level(at: int, form: str, text: str) -> str:
        left = 567 * (at + 1)
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="567"/></w:pPr></w:lvl>'
        )

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "thaiNumbers", "%1.")}{level(1, "lowerLetter", "(%2)")}'
        f'{level(2, "decimal", "%1.%3")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(
        paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>')
        for at, text in ((0, "one"), (1, "a"), (1, "b"), (2, "x"), (0, "two"), (1, "c"))
    )
    pdf = typesetter.pdf(docx(body, parts={"numbering": numbering}))
    assert squeezed(by_poppler(pdf)) == "๑.one(a)a(b)b๑.1x๒.two(a)c"
    assert tags(pdf).count("LI") == 6


def test_page_numbers_are_set_anew_in_the_digits_asked_for(typesetter: Typesetter) -> None:
    def field(instruction: str) -> str:
        return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>99</w:t></w:r></w:fldSimple>'

    footer = paragraph(run("page ") + field("PAGE \\* THAIARABIC") + run(" of ") + field("NUMPAGES"))
    section = '<w:footerReference w:type="default" r:id="rId_footer1"/>' + SECTION
    body = paragraph("one") + paragraph("two", "<w:pageBreakBefore/>")
    pdf = typesetter.pdf(docx(body, section=section, parts={"footer1": footer}))
    assert "page ๑ of 2" in lines(pdf, 0)
    assert "page ๒ of 2" in lines(pdf, 1)


def test_a_header_taller_than_the_margin_pushes_the_text_down(typesetter: Typesetter) -> None:
    section = '<w:headerReference w:type="default" r:id="rId_header1"/>' + SECTION
    pdf = typesetter.pdf(docx(paragraph("text"), section=section, parts={"header1": paragraph("head") * 8}))
    assert lines(pdf)["text"][1] == pytest.approx(567 / 20 + 8 * LINE + ASCENT, abs=0.3)


def test_the_first_page_bears_its_own_header_and_only_its_text_gives_way(typesetter: Typesetter) -> None:
    references = (
        '<w:headerReference w:type="default" r:id="rId_header1"/><w:headerReference w:type="first" r:id="rId_header2"/>'
    )
    parts = {"header1": paragraph("running"), "header2": paragraph("letterhead") + paragraph("tall") * 8}
    body = paragraph("one") + paragraph("two", "<w:pageBreakBefore/>")
    pdf = typesetter.pdf(docx(body, section=f"<w:titlePg/>{references}{SECTION}", parts=parts))
    assert "letterhead" in lines(pdf, 0)
    assert "running" in lines(pdf, 1)
    assert lines(pdf, 0)["one"][1] == pytest.approx(567 / 20 + 9 * LINE + ASCENT, abs=0.3)
    assert lines(pdf, 1)["two"][1] == pytest.approx(TOP + ASCENT, abs=0.3)


def test_sections_have_their_own_paper(typesetter: Typesetter) -> None:
    wide = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
    body = paragraph("tall", f"<w:sectPr>{SECTION}</w:sectPr>") + paragraph("wide")
    with pymupdf.open(stream=typesetter.pdf(docx(body, section=wide))) as document:
        assert [page.rect.width > page.rect.height for page in document] == [False, True]


def test_a_footnote_stands_at_the_foot_of_its_page(typesetter: Typesetter) -> None:
    notes = '<w:footnote w:id="2">' + paragraph("<w:r><w:footnoteRef/></w:r>" + run(" The note.")) + "</w:footnote>"
    body = paragraph(run("Text") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    pdf = typesetter.pdf(docx(body, parts={"footnotes": notes}))
    note = next(line for text, line in lines(pdf).items() if "The note." in text)
    assert note[1] > 700
    assert "Note" in tags(pdf)


def test_a_picture_is_as_large_as_its_extent_and_has_its_alternative_text(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph(picture(alt="Emblem of the agency")), media={"rIdPicture": png()}))
    with pymupdf.open(stream=pdf) as document:
        box = document[0].get_image_info()[0]["bbox"]
    assert box[2] - box[0] == pytest.approx(2 * 72 / 2.54, abs=0.2)
    assert "Figure" in tags(pdf)
    assert b"Emblem of the agency" in pdf


MARK = (
    '<w:p><w:r><w:pict><v:shape style="position:absolute;width:400pt;height:100pt;rotation:315" fillcolor="silver" '
    'stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Tinos&quot;" '
    'string="DRAFT"/></v:shape></w:pict></w:r></w:p>'
)


def test_a_watermark_stands_behind_the_text_of_every_page(typesetter: Typesetter) -> None:
    section = '<w:headerReference w:type="default" r:id="rId_header1"/>' + SECTION
    body = paragraph("one") + paragraph("two", "<w:pageBreakBefore/>")
    pdf = typesetter.pdf(docx(body, section=section, parts={"header1": MARK}))
    assert squeezed(by_poppler(pdf)) == "DRAFToneDRAFTtwo"
    assert tags(pdf) == ["Document", "P", "P"]  # an artifact: not in the tree


def test_a_watermark_outside_a_header_is_refused(typesetter: Typesetter) -> None:
    assert any("VML" in name for name in typesetter.unsupported(docx(MARK)))


def test_a_page_break_inside_a_paragraph_divides_it(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph('<w:r><w:t>four</w:t><w:br w:type="page"/><w:t>five</w:t></w:r>')))
    assert [list(lines(pdf, page)) for page in (0, 1)] == [["four"], ["five"]]


def test_a_character_style_flips_the_bold_of_its_paragraph(typesetter: Typesetter) -> None:
    extra = (
        '<w:style w:type="paragraph" w:styleId="Strong"><w:name w:val="s"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Stress"><w:name w:val="e"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = paragraph(run("bold") + run("plain", '<w:rStyle w:val="Stress"/>'), '<w:pStyle w:val="Strong"/>')
    source = typesetter.source(docx(body, style_sheet=styles("Tinos", extra)))
    assert "weight:700" in source
    assert "weight:400" in source
