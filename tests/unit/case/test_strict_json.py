"""Strict JSON: what lax parsers swallow is refused, with exact pointers, all at once, in bounded time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case.strict_json import MAX_BYTES, MAX_DEPTH, load
from docgen.errors import Finding, InputRefused


def refusal(data: bytes | str) -> list[Finding]:
    with pytest.raises(InputRefused) as caught:
        load(data)
    return list(caught.value.findings)


def refused(data: bytes | str) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in refusal(data)]


def test_plain_json_comes_back_as_it_is() -> None:
    text = '{"a": [1, -2.5, true, false, null, "ក\\n"], "b": {}}'
    assert load(text) == {"a": [1, -2.5, True, False, None, "ក\n"], "b": {}}
    assert load(text.encode()) == load(text)


def test_a_byte_order_mark_is_tolerated() -> None:
    assert load(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert load('\ufeff{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("data", [b'{"a": "\xff"}', '{"a": 1}'.encode("utf-16"), b'"\xed\xa0\x80"', '"\ud800"'])
def test_other_encodings_than_utf_8_are_refused(data: bytes | str) -> None:
    assert refused(data) == [("json.encoding", "")]


def test_carriage_returns_in_strings_become_line_feeds() -> None:
    assert load('["a\\r\\nb\\rc"]') == ["a\nb\nc"]


def test_a_body_over_one_megabyte_is_refused_before_parsing() -> None:
    assert refused(b'"' + b"a" * MAX_BYTES + b'"') == [("json.too_large", "")]
    assert refused("[" * (MAX_BYTES + 1)) == [("json.too_large", "")]
    assert refused("ក" * (MAX_BYTES // 3 + 1)) == [("json.too_large", "")]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_depth_bomb_is_refused_before_parsing(opening: str) -> None:
    assert refused(opening * (900_000 // len(opening))) == [("json.too_deep", "")]


def test_twenty_levels_are_allowed_and_brackets_in_strings_are_no_levels() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert json.dumps(load(deepest)) == deepest
    assert refused(f"[{deepest}]") == [("json.too_deep", "")]
    assert load(json.dumps(["[" * 100, '\\"{' * 100])) == ["[" * 100, '\\"{' * 100]


@pytest.mark.parametrize("body", ['"' + '\\"' * 490_000, '"' * 999_999, "\\" * 999_999, '"a\\'])
def test_strings_that_never_end_are_scanned_once(body: str) -> None:
    assert refused(body) == [("json.syntax", "")]


@pytest.mark.parametrize("text", ["", " ", "{", "[1,]", "{'a': 1}", '{"a": 01}', "1 2", '"\x01"', '"\n"', '"\\x"'])
def test_what_is_no_json_is_refused_with_line_and_column(text: str) -> None:
    (finding,) = refusal(text)
    assert finding.code == "json.syntax"
    assert set(finding.message.values) == {"line", "column"}


def test_the_place_of_a_syntax_error_is_exact() -> None:
    (finding,) = refusal('{\n  "a": secret\n}')
    assert finding.message.values == {"line": "2", "column": "8"}
    assert "secret" not in str(finding.message)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_not_a_number_is_refused_where_it_stands(constant: str) -> None:
    assert refused(f'{{"a": [1, {constant}]}}') == [("json.not_a_number", "/a/1")]


@pytest.mark.parametrize("number", ["9" * 31, "1e999", "-1e999", "1." + "0" * 40, "9" * 5000])
def test_a_number_beyond_measure_is_refused_where_it_stands(number: str) -> None:
    assert refused(f'{{"a": {number}}}') == [("json.number", "/a")]


def test_a_field_written_twice_is_refused_at_its_pointer() -> None:
    assert refused('{"a": {"b/c": 1, "b/c": 1}, "d~": [{"e": 1, "e": 2}]}') == [
        ("json.duplicate", "/a/b~1c"),
        ("json.duplicate", "/d~0/0/e"),
    ]
    assert refused('{"a": 1, "\\u0061": 2}') == [("json.duplicate", "/a")]


def test_a_list_or_object_holds_500_entries() -> None:
    assert len(load(json.dumps({"rows": list(range(500))}))["rows"]) == 500  # type: ignore[index,call-overload,arg-type]
    assert refused(json.dumps({"rows": list(range(501))})) == [("json.too_many", "/rows")]
    assert refused(json.dumps({f"k{number}": 1 for number in range(501)})) == [("json.too_many", "")]


def test_every_string_is_guarded_wherever_it_stands() -> None:
    assert refused('{"a": ["x", "\\u0000"], "b": {"c": "\\ud800", "d": "\\u202e"}}') == [
        ("text.control", "/a/1"),
        ("text.surrogate", "/b/c"),
        ("text.bidi", "/b/d"),
    ]
    assert refused(json.dumps({"a": "x" * 4001, "b": "\n" * 201})) == [("text.too_long", "/a"), ("text.lines", "/b")]


@pytest.mark.parametrize("key", ["", " ", "a\n", "\u202ea", "\ud800", "x" * 101, "a\x00"])
def test_a_key_that_cannot_be_shown_is_reported_at_its_object(key: str) -> None:
    findings = refusal(json.dumps({"a": {key: "value"}}))
    assert {(finding.code, finding.pointer) for finding in findings} == {("json.key", "/a")}
    assert all(len(str(finding.message)) < 120 for finding in findings)


def test_a_million_newlines_in_a_value_are_refused() -> None:
    assert refused('{"a": "' + "\\n" * 499_000 + '"}') == [("text.too_long", "/a")]
    assert refused('{"a": ' + "\n" * 990_000 + "x}") == [("json.syntax", "")]


def test_at_most_one_hundred_problems_are_reported() -> None:
    assert len(refused(json.dumps(["\u202e"] * 400))) == 100


def test_a_full_case_of_hostile_strings_stays_bounded() -> None:
    hostile = json.dumps([["\ud800\u202e" * 10] * 400] * 15)
    assert len(hostile) < MAX_BYTES
    assert len(refused(hostile)) == 100


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def _unified(node: object) -> object:
    """The tree with line feeds for carriage returns, which is all that may change."""
    if isinstance(node, str):
        return node.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(node, list):
        return [_unified(entry) for entry in node]
    return {key: _unified(entry) for key, entry in node.items()} if isinstance(node, dict) else node


@given(_JSON)
def test_whatever_is_accepted_comes_back_unchanged(tree: object) -> None:
    try:
        assert load(json.dumps(tree)) == _unified(tree)
    except InputRefused as refusal_:
        assert all(finding.code.startswith(("text.", "json.")) for finding in refusal_.findings)


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        tree = load(data)
    except InputRefused as refusal_:
        assert refusal_.findings
        return
    assert tree == _unified(json.loads(data.decode("utf-8-sig")))
