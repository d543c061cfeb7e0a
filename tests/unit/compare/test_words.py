"""Words of passages compared: what a person replaced, and nothing around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.breaks import clusters
from docgen.compare.words import Change, Run, compared, words

THAI = "ข้าพเจ้าขอยืนยันว่าได้รับแจ้งสิทธิเป็นภาษาที่ข้าพเจ้าเข้าใจ"
KHMER = "ជនរងគ្រោះនៃអំពើជួញដូរមនុស្សត្រូវបានជូនដំណឹងអំពីសិទ្ធិរបស់ខ្លួនជាភាសាដែលខ្លួនយល់។"


def _shown(old: str, new: str, language: str) -> str:
    signs = {Change.SAME: "{}", Change.DELETED: "[-{}-]", Change.INSERTED: "[+{}+]"}
    runs = compared(words(old, language), words(new, language))
    return "".join(signs[run.change].format(run.text) for run in runs)


def test_a_replaced_word_of_khmer_does_not_smear_over_its_sentence() -> None:
    assert _shown(KHMER, KHMER.replace("ជូនដំណឹង", "ប្រាប់"), "km") == (
        "ជនរងគ្រោះនៃអំពើជួញដូរមនុស្សត្រូវបាន[-ជូនដំណឹង-][+ប្រាប់+]អំពីសិទ្ធិរបស់ខ្លួនជាភាសាដែលខ្លួនយល់។"
    )


def test_an_added_word_of_thai_stands_alone() -> None:
    assert _shown(THAI, THAI.replace("ภาษา", "ภาษาไทย"), "th") == ("ข้าพเจ้าขอยืนยันว่าได้รับแจ้งสิทธิเป็นภาษา[+ไทย+]ที่ข้าพเจ้าเข้าใจ")


def test_a_tag_is_one_word_and_changes_as_one() -> None:
    assert _shown("To {{ person.name }} and all.", "To {{ person.full_name }} and all.", "en") == (
        "To [-{{ person.name }}-][+{{ person.full_name }}+] and all."
    )
    assert "{% if a and b %}" in words("See {% if a and b %}it", "en")


def test_spaces_between_changed_words_change_with_them() -> None:
    assert _shown("shall be told at once.", "must have heard at once.", "en") == (
        "[-shall be told-][+must have heard+] at once."
    )


def test_passages_beyond_all_measure_count_as_replaced() -> None:
    old, new = ["a"] * 1_001, ["b"] * 1_001
    assert compared(old, new) == (Run(Change.DELETED, "a" * 1_001), Run(Change.INSERTED, "b" * 1_001))


_LETTERS = st.sampled_from([*"ab .", "{{ x }}", "{% if y %}", "ภาษา", "ไทย", "ស្រ្តី", "ខ្មែរ", "่", "្", "\n", "\t"])
_TEXTS = st.lists(_LETTERS, max_size=20).map("".join)


@given(_TEXTS, _TEXTS, st.sampled_from(["km", "th", "en"]))
def test_runs_read_as_the_old_and_as_the_new_and_cut_no_cluster(old: str, new: str, language: str) -> None:
    runs = compared(words(old, language), words(new, language))
    assert "".join(run.text for run in runs if run.change is not Change.INSERTED) == old
    assert "".join(run.text for run in runs if run.change is not Change.DELETED) == new
    assert all(run.text for run in runs)
    for text in (old, new):
        ends = {len("".join(clusters(text)[:count])) for count in range(len(clusters(text)) + 1)}
        at = 0
        for word in words(text, language):
            tagged = "{" in word  # a tag is one word, whatever sign stands beside it
            at += len(word)
            assert at in ends or tagged or text[at - 1] == "}" or text[at] == "{"
