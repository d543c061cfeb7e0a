"""Where documents begin, with and without blank pages."""

from docgen.pdf.packet import lay_out


def test_documents_follow_one_another_behind_the_cover() -> None:
    layout = lay_out(2, [3, 1, 4])
    assert [(each.first, each.pages, each.after_blank) for each in layout.places] == [
        (3, 3, False), (6, 1, False), (7, 4, False),
    ]  # fmt: skip
    assert layout.total == 10


def test_for_duplex_each_begins_on_an_odd_page_and_the_last_gets_no_blank_behind_it() -> None:
    layout = lay_out(1, [3, 2, 1], duplex=True)
    assert [(each.first, each.after_blank) for each in layout.places] == [(3, True), (7, True), (9, False)]
    assert layout.total == 9
