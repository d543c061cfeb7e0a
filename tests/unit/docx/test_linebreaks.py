"""The fixed text of a template is marked once; what must not break yields where a column is too narrow for it."""

from docgen.breaks import NO_BREAK_SPACE, WORD_JOINER, unmarked
from docgen.docx import Template
from docgen.docx.linebreaks import room
from tests.unit.docx.builder import FONTS, docx, p, r, tbl, tc, tr
from tests.unit.docx.reading import paragraphs

DATE = f"๒๕{NO_BREAK_SPACE}สิงหาคม{NO_BREAK_SPACE}๒๕๖๕"


def marking(text: str) -> str:
    return text.replace("ต่อต้าน", f"ต่อ{WORD_JOINER}ต้าน").replace("๒๕ สิงหาคม ๒๕๖๕", DATE)


def printed(body: str, **view: str) -> list[str]:
    template = Template.compile(docx(body), name="t.docx", fonts=FONTS, marking=marking)
    return paragraphs(template.render(view, title="T", language="th"))


def narrow(text: str, width: int) -> str:
    return tbl(tr(tc(p(r(text))).replace('w:w="2000"', f'w:w="{width}"')))


def test_the_text_between_tags_is_marked_and_the_tags_are_not() -> None:
    assert printed(p("กองต่อต้าน {{ x }} ต่อต้าน"), x="ต่อต้าน") == [f"กองต่อ{WORD_JOINER}ต้าน ต่อต้าน ต่อ{WORD_JOINER}ต้าน"]


def test_a_template_without_a_marking_is_printed_as_it_is() -> None:
    template = Template.compile(docx(p("ต่อต้าน")), name="t.docx", fonts=FONTS)
    assert paragraphs(template.render({}, title="T", language="th")) == ["ต่อต้าน"]


def test_a_date_stays_whole_in_a_column_that_holds_it() -> None:
    assert printed(narrow("๒๕ สิงหาคม ๒๕๖๕", 4000) + narrow("{{ x }}", 4000), x=DATE) == [DATE, DATE]


def test_a_date_may_break_at_its_spaces_in_a_column_too_narrow_for_it() -> None:
    assert printed(narrow("๒๕ สิงหาคม ๒๕๖๕", 900) + narrow("{{ x }}", 900), x=DATE) == [unmarked(DATE)] * 2


def test_a_wider_cell_has_more_room() -> None:
    assert room(900) < room(4000) < room(None)
