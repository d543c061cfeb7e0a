"""Lines are filled first fit, broken where the marks allow, and never run off the paper."""

from __future__ import annotations

import pytest

from docgen.breaks import NO_BREAK_SPACE, WORD_JOINER, ZERO_WIDTH_SPACE
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset.atoms import Inline, Text
from docgen.pdf.typeset.breaking import needs_breaks, wrap
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.text import TextSetter
from tests.unit.pdf.typeset.test_parts import PARAGRAPH, RUN

NAME = f"กาญจนา{NO_BREAK_SPACE}ศรี{WORD_JOINER}สุวรรณ"


def atoms(fonts: FontBook, text: str) -> list[Text]:
    return [Text(*pair) for pair in TextSetter(fonts).stretches(text, RUN, PARAGRAPH, Refusals())]


def lines(fonts: FontBook, text: str, width: float, **given: bool) -> list[str]:
    found, _ = wrap(atoms(fonts, text), 0, 0, width, **given)
    return ["".join(atom.text for atom in line if isinstance(atom, Text)) for line in found]


@pytest.mark.parametrize("width", [1500, 2000, 2500, 3000])
def test_a_name_moves_to_the_next_line_rather_than_break(fonts: FontBook, width: float) -> None:
    found = lines(fonts, f"พนักงานเจ้าหน้าที่พบ {NAME} ในวันนั้น", max(width, 2000))
    assert sum("กาญจนา ศรีสุวรรณ" in line for line in found) == 1


def test_a_name_wider_than_the_line_breaks_at_its_space(fonts: FontBook) -> None:
    assert lines(fonts, NAME, 1100) == ["กาญจนา", "ศรีสุวรรณ"]


def test_a_word_wider_than_the_line_breaks_between_clusters_and_loses_nothing(fonts: FontBook) -> None:
    text = "ស្ត្រីស្ត្រីស្ត្រីស្ត្រីស្ត្រី"
    found = lines(fonts, WORD_JOINER.join(text), 400)
    assert "".join(found) == text
    assert all(line.count("ស្ត្រី") * len("ស្ត្រី") == len(line) for line in found)


def test_the_marks_are_not_in_the_text(fonts: FontBook) -> None:
    found = lines(fonts, f"ជន{ZERO_WIDTH_SPACE}រង{WORD_JOINER}គ្រោះ{NO_BREAK_SPACE}និង", 9000)
    assert found == ["ជនរងគ្រោះ និង"]


def test_a_line_that_is_broken_keeps_no_space_at_its_end(fonts: FontBook) -> None:
    found = lines(fonts, "ព្រះរាជាណាចក្រកម្ពុជា ព្រះរាជាណាចក្រថៃ", 2400)
    assert found == ["ព្រះរាជាណាចក្រកម្ពុជា", "ព្រះរាជាណាចក្រថៃ"]


def test_what_follows_something_on_its_line_may_begin_the_next_one(fonts: FontBook) -> None:
    assert lines(fonts, "ព្រះរាជាណាចក្រកម្ពុជា", 2300, begun=True)[0] != ""
    first, _ = wrap(atoms(fonts, "ព្រះរាជាណាចក្រកម្ពុជា"), 2200, 0, 2600, begun=True)
    assert first[0] == []


def test_a_picture_or_page_number_keeps_its_place_between_words(fonts: FontBook) -> None:
    before, after = atoms(fonts, "หน้า "), atoms(fonts, " จาก")
    found, _ = wrap([*before, Inline("n", 100.0), *after], 0, 0, 9000)
    assert "".join("#" if isinstance(atom, Inline) else atom.text for atom in found[0]) == "หน้า # จาก"


def test_latin_text_without_marks_is_left_to_the_engine(fonts: FontBook) -> None:
    assert not needs_breaks(atoms(fonts, "25 August 2022"))
    assert needs_breaks(atoms(fonts, f"Sokha{NO_BREAK_SPACE}Chan"))
    assert needs_breaks(atoms(fonts, "สิงหาคม"))
