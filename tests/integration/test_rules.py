"""The rules of every document type against the SOP, and every example against the rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from docgen import sop
from docgen.case import Addressed, AgencyProfile, Birth, Case, Guarded, Official
from docgen.check import blocking, check
from docgen.documents import Document, Rule, document_type, document_types, example, example_of_all
from docgen.errors import Finding, Message, RuleViolated, Severity
from docgen.generate import generate
from docgen.press import Press
from tests.conftest import type_ids

RULES = [rule for kind in document_types().values() for rule in kind.rules]

# Fields that an example cannot fill: type ("" for every type), model, field, and the reason.
NEVER_FILLED: Mapping[tuple[str, type[BaseModel], str], str] = {
    ("", Addressed, "form_of_address"): "a preference somebody states; nobody in the examples does",
    ("", Birth, "estimated_age"): "excludes the date of birth; tests/unit/documents covers it",
    ("", Birth, "estimated_on"): "belongs to the estimated age",
    ("", Guarded, "guardian"): "the example's person is an adult",
    ("", Official, "rank"): "the interviewing official is a civil servant, who has none",
    ("meeting_minutes", Official, "telephone"): "minutes print no telephone number",
    ("return_victim_finding", Official, "telephone"): "the finding prints the agency's number",
    ("termination_notice", AgencyProfile, "superior"): "a ministry has none above it",
}


def document_of(type_id: str) -> Document:
    kind = document_type(type_id)
    return kind.of(Case.load(json.dumps(example(kind))))


def by_code(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_cites_a_clause_whose_binding_verb_is_its_own(rule: Rule) -> None:
    clause = sop.clause(rule.clause)
    assert rule.verb in clause.verbs
    assert rule.verb in {sentence.binding for sentence in clause.sentences}, "the verb only describes; no demand"


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_binds_as_its_verb_does(rule: Rule) -> None:
    expected = {"shall": "error", "must": "error", "should": "warning", "may": "advice"}
    assert rule.severity.value == expected[rule.verb]


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_gives_a_reason_and_a_remedy_and_no_value(rule: Rule) -> None:
    reason, _, remedy = str(rule.message).partition("; ")
    assert reason and remedy
    assert not rule.message.values, "a slot could carry a value of the case"


def test_no_two_rules_share_a_code() -> None:
    assert [code for code, count in Counter(rule.code for rule in RULES).items() if count > 1] == []


@pytest.mark.parametrize("type_id", type_ids())
def test_a_rule_points_at_a_field_that_the_type_declares(type_id: str) -> None:
    kind = document_type(type_id)
    schema = kind.model_json_schema()
    assert [rule.code for rule in kind.rules if not _declared(schema, schema, rule.field.split("/"))] == []


@pytest.mark.parametrize("type_id", type_ids())
def test_the_clauses_of_a_type_exist(type_id: str) -> None:
    kind = document_type(type_id)
    assert kind.clauses and len(set(kind.clauses)) == len(kind.clauses)
    assert all(sop.clause(number).text for number in kind.clauses)


@pytest.mark.parametrize("type_id", type_ids())
def test_the_example_of_a_type_has_no_findings(type_id: str, press: Press) -> None:
    assert check(document_of(type_id), press.library.locales.values(), press.uncovered) == []


def test_the_example_of_all_has_no_findings_for_any_type(case: Case, press: Press) -> None:
    locales = list(press.library.locales.values())
    found = [
        finding for kind in document_types().values() for finding in check(kind.of(case), locales, press.uncovered)
    ]
    assert found == []
    assert set(example_of_all()["documents"]) == set(document_types())


@pytest.mark.parametrize("type_id", type_ids())
def test_the_example_fills_every_field_of_the_type(type_id: str) -> None:
    filled: dict[tuple[type[BaseModel], str], bool] = {}
    for where, value in _fields(document_of(type_id)):
        filled[where] = filled.get(where, False) or value not in (None, "", (), {}, [])
    empty = {where for where, is_filled in filled.items() if not is_filled}
    assert {where for where in empty if not _explained(type_id, *where)} == set()


@pytest.mark.parametrize("type_id", type_ids())
def test_the_example_has_every_text_in_every_language_and_every_name_in_every_script(
    type_id: str, press: Press
) -> None:
    tags, scripts = set(press.library.locales), {locale.script for locale in press.library.locales.values()}
    for path, words in _words(document_of(type_id), ""):
        assert set(words) >= tags or set(words) >= scripts, f"{path} lacks a language"


VERBS = [("shall", True, False), ("must", True, False), ("should", True, True), ("may", False, False)]


@pytest.mark.parametrize("type_id", type_ids())
@pytest.mark.parametrize(("verb", "blocks", "gives_way"), VERBS)
def test_a_broken_rule_blocks_as_its_verb_says(
    type_id: str, verb: Any, blocks: bool, gives_way: bool, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = document_type(type_id)
    clause = next(clause.number for clause in sop.clauses() if verb in clause.verbs)
    rule = Rule("test.broken", clause, verb, "number", Message("for the test; nothing to do"), lambda document: True)
    monkeypatch.setattr(kind, "rules", (rule,))
    case = Case.load(json.dumps(example(kind)))

    def issue(overrides: Mapping[str, str]) -> int:
        tags = press.library.languages_of(type_id)[:1]
        return len(
            generate(case, press=press, types=[type_id], languages=tags, formats=["docx"], overrides=overrides).files
        )

    if not blocks:
        assert issue({}) == 1
        return
    with pytest.raises(RuleViolated) as refused:
        issue({})
    assert [(found.code, found.clause) for found in refused.value.findings] == [("test.broken", clause)]
    if gives_way:
        assert issue({"test.broken": "the reason the official gave"}) == 1
    else:
        with pytest.raises(RuleViolated):
            issue({"test.broken": "no reason helps against a shall or must"})


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_a_warning_is_not_overridden_by_an_empty_reason(
    reason: str, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = next(iter(document_types().values()))
    rule = Rule("test.broken", "4.4", "should", "number", Message("for the test; nothing to do"), lambda document: True)
    monkeypatch.setattr(kind, "rules", (rule,))
    case = Case.load(json.dumps(example(kind)))
    with pytest.raises(RuleViolated):
        generate(case, press=press, types=[kind.type_id], formats=["docx"], overrides={"test.broken": reason})


def test_only_errors_and_warnings_that_nobody_overrode_block() -> None:
    found = [Finding(severity, severity.value, "/x", Message("m")) for severity in Severity]
    assert [finding.code for finding in blocking(found)] == ["error", "warning"]
    assert [finding.code for finding in blocking(found, ["warning", "error", "advice"])] == ["error"]


def _explained(type_id: str, model: type[BaseModel], field: str) -> bool:
    return any(own in ("", type_id) and field == name and issubclass(model, owner) for own, owner, name in NEVER_FILLED)


def _fields(value: Any) -> Iterator[tuple[tuple[type[BaseModel], str], Any]]:
    """Every field of every model inside a value, with the model's class."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield (type(value), name), getattr(value, name)
            yield from _fields(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _fields(item)


def _words(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping by language or script inside a value, with its path."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name), f"{path}/{name}")
    elif isinstance(value, Mapping):
        yield path, value
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _words(item, f"{path}/{index}")


def _declared(root: Mapping[str, Any], schema: Mapping[str, Any], steps: list[str]) -> bool:
    """Whether a path leads to a field of a JSON Schema; a list's items stand under "*" or a number."""
    if "$ref" in schema:
        return _declared(root, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], steps)
    if not steps:
        return True
    if any(_declared(root, choice, steps) for key in ("anyOf", "allOf", "oneOf") for choice in schema.get(key, ())):
        return True
    head, *rest = steps
    if head in schema.get("properties", {}):
        return _declared(root, schema["properties"][head], rest)
    return "items" in schema and (head.isdigit() or head == "*") and _declared(root, schema["items"], rest)
