"""The case as a whole: loading, exact pointers, no value in any message, JSON Schema, captions."""

from __future__ import annotations

import inspect
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import docgen.case
from docgen.case import Case, Person, Projection, Value, findings_of, pointer
from docgen.errors import Finding, InputRefused, Severity

Tree = dict[str, Any]
_NOTHING = object()


def findings(tree: Any) -> list[Finding]:
    with pytest.raises(InputRefused) as caught:
        Case.load(json.dumps(tree))
    return list(caught.value.findings)


def put(tree: Any, path: str, value: object) -> None:
    *steps, last = (int(step) if step.isdigit() else step for step in path.strip("/").split("/"))
    for step in steps:
        tree = tree[step]
    if value is _NOTHING:
        del tree[last]
    else:
        tree[last] = value


def models() -> list[type[BaseModel]]:
    found = [getattr(docgen.case, name) for name in docgen.case.__all__]
    return [kind for kind in found if inspect.isclass(kind) and issubclass(kind, BaseModel)]


def test_a_complete_case_loads_from_bytes_and_text(case_tree: Tree) -> None:
    case = Case.load(json.dumps(case_tree).encode())
    assert case == Case.load(json.dumps(case_tree, ensure_ascii=False))
    assert case.person is not None
    assert case.person.names["Khmr"] == "សុខ ដារ៉ា"
    assert case.documents["rights_statement"]["contacts"] == ["+66 1300"]


def test_a_case_needs_only_its_number_and_agency(case_tree: Tree) -> None:
    case = Case.load(json.dumps({"reference": "1", "agency": case_tree["agency"]}))
    assert case.person is None
    assert case.documents == {}
    assert [(f.code, f.pointer) for f in findings({})] == [
        ("field.missing", "/reference"),
        ("field.missing", "/agency"),
    ]


def test_a_case_written_out_is_the_case_read_in(case_tree: Tree) -> None:
    case = Case.load(json.dumps(case_tree))
    assert Case.load(case.model_dump_json()) == case
    assert Case.model_validate(case.model_dump()) == case
    assert pickle.loads(pickle.dumps(case)) == case


def test_a_case_cannot_be_changed(case_tree: Tree) -> None:
    case = Case.load(json.dumps(case_tree))
    with pytest.raises(ValidationError, match="frozen"):
        case.reference = "2"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("/reference", 5, "field.type"),
        ("/agency/party", "KHM", "field.choice"),
        ("/agency/emblem", "../../etc/passwd.png", "value.emblem"),
        ("/agency/superior/0/en", "a\nb", "text.newline"),
        ("/agency/city/eng_US", "x", "code.language"),
        ("/agency/address", {}, "field.too_few"),
        ("/agency/telephone", _NOTHING, "field.missing"),
        ("/person/names/Khm", "x", "code.script"),
        ("/person/names", "x", "field.type"),
        ("/person/aliases/0", "", "text.empty"),
        ("/person/aliases", "Dara", "field.type"),
        ("/person/aliases", ["a"] * 51, "field.too_many"),
        ("/person/sex", "F", "field.choice"),
        ("/person/literate", 1, "field.type"),
        ("/person/literate", "true", "field.type"),
        ("/person/languages", [], "field.too_few"),
        ("/person/languages/1", "Thai", "code.language"),
        ("/person/birth/date", "2551", "date.year"),
        ("/person/nationality/verified", _NOTHING, "field.missing"),
        ("/person/documents/0/issued_by", "ZZ", "code.country"),
        ("/person/documents/0/kind", "visa", "field.choice"),
        ("/person/documents/0/expires", 1735689600, "field.type"),
        ("/person/guardian/relationship", [], "field.type"),
        ("/interview/start", "9:30", "time.form"),
        ("/interview/date", "04/03/2025", "date.day"),
        ("/interview", [], "field.type"),
        ("/interpreter/accompanied_person", None, "field.type"),
        ("/documents/Rights", {}, "code.type"),
        ("/documents/rights_statement", "x", "field.type"),
        ("/secret~a/b", 1, "field.unknown"),
    ],
)
def test_a_spoilt_field_is_reported_at_its_pointer(case_tree: Tree, path: str, value: object, code: str) -> None:
    if path == "/secret~a/b":
        case_tree["secret~a/b"], path = value, "/secret~0a~1b"
    else:
        put(case_tree, path, value)
    assert [(finding.code, finding.pointer) for finding in findings(case_tree)] == [(code, path)]


@pytest.mark.parametrize("tree", [[], "x", None, 1, True])
def test_a_case_is_an_object(tree: object) -> None:
    assert [(finding.code, finding.pointer) for finding in findings(tree)] == [("field.type", "")]


def test_all_problems_are_reported_at_once_and_as_errors(case_tree: Tree) -> None:
    put(case_tree, "/person/sex", "F")
    put(case_tree, "/interview/start", "noon")
    put(case_tree, "/embassy/country", "ZZ")
    found = findings(case_tree)
    assert [finding.pointer for finding in found] == ["/person/sex", "/interview/start", "/embassy/country"]
    assert {finding.severity for finding in found} == {Severity.ERROR}


def test_pointers_start_at_the_prefix(case_tree: Tree) -> None:
    with pytest.raises(ValidationError) as caught:
        Person.model_validate({**case_tree["person"], "sex": "F"})
    (finding,) = findings_of(caught.value, "/documents/rights_statement")
    assert finding.pointer == "/documents/rights_statement/sex"


def test_a_choice_names_the_choices_and_not_the_value(case_tree: Tree) -> None:
    put(case_tree, "/person/sex", "Zvalue")
    (finding,) = findings(case_tree)
    assert finding.message.values == {"choices": "female, male, unspecified"}


def test_a_pointer_is_escaped_as_rfc_6901_says() -> None:
    assert pointer(["a/b", "m~n", 0, ""], "/x") == "/x/a~1b/m~0n/0/"


def test_an_unfit_key_does_not_get_into_a_pointer(case_tree: Tree) -> None:
    with pytest.raises(ValidationError) as caught:
        Case.model_validate({**case_tree, "\u202eevil": 1, "person": {"x" * 5000: 1}})
    assert all("\u202e" not in finding.pointer and len(finding.pointer) < 100 for finding in findings_of(caught.value))
    assert {finding.pointer for finding in findings_of(caught.value)} >= {"", "/person"}


def test_a_refusal_carries_no_pydantic_error_that_knows_the_input(case_tree: Tree) -> None:
    put(case_tree, "/person/sex", "Zvalue")
    with pytest.raises(InputRefused) as caught:
        Case.load(json.dumps(case_tree))
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


_CORRUPTIONS: list[Callable[[object], object]] = [
    lambda secret: secret,
    lambda secret: [secret],
    lambda secret: {"Latn": secret, "en": secret},
    lambda secret: f"{secret}\n\u202e",
    lambda secret: f" {secret} ",
    lambda secret: f"{secret}" * 500,
]


def _paths(tree: Any, path: str = "") -> Iterator[str]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, entry in entries:
        yield f"{path}/{key}"
        yield from _paths(entry, f"{path}/{key}")


@pytest.mark.parametrize("corrupt", _CORRUPTIONS)
def test_no_message_and_no_pointer_holds_a_value(case_tree: Tree, corrupt: Callable[[object], object]) -> None:
    pristine, refused = json.dumps(case_tree), 0
    for path in list(_paths(case_tree)):
        tree = json.loads(pristine)
        put(tree, path, corrupt("Zq9secret"))
        try:
            Case.load(json.dumps(tree))
        except InputRefused as error:
            refused += 1
            assert "Zq9secret" not in str(error) + repr(error.findings), path
    assert refused > 50


@given(secret=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=9))
def test_no_finding_holds_whatever_the_value_was(secret: str) -> None:
    with pytest.raises(InputRefused) as caught:
        Case.load(
            json.dumps({"reference": secret, "agency": secret, "person": {"sex": secret, "names": {"Thai": [secret]}}})
        )
    assert secret not in repr(caught.value.findings)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_value_is_frozen_and_closed_and_hides_its_input(model: type[BaseModel]) -> None:
    assert issubclass(model, Value)
    assert model.model_config.get("frozen") is True
    assert model.model_config.get("hide_input_in_errors") is True
    assert model.model_config.get("extra") == ("ignore" if issubclass(model, Projection) else "forbid")


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_has_a_caption_and_a_hint(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.description != field.title, name


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_json_schema_describes_every_field(mode: Any) -> None:
    schema = Case.model_json_schema(mode=mode)
    assert set(schema["properties"]) == set(Case.model_fields)
    definitions = schema["$defs"]
    assert definitions["Birth"]["properties"]["date"]["anyOf"][0]["format"] == "edtf"
    assert definitions["Person"]["properties"]["names"]["additionalProperties"] is False
    assert definitions["Person"]["additionalProperties"] is False
    assert definitions["Interview"]["properties"]["date"]["format"] == "date"
    assert definitions["Interview"]["properties"]["start"]["pattern"]
    assert definitions["Sex"]["enum"] == ["female", "male", "unspecified"]


def test_the_schema_explains_the_form_of_address_and_the_sex_of_who_stands_by() -> None:
    definitions = Case.model_json_schema()["$defs"]
    assert definitions["FormOfAddress"]["enum"] == ["married", "unmarried", "neutral"]
    for name in ("Person", "Official", "Guardian"):
        field = definitions[name]["properties"]["form_of_address"]
        assert field["title"] == "Form of address" and "states it" in field["description"]
        assert "form_of_address" not in definitions[name]["required"]
    assert "sex" in definitions["Guardian"]["properties"] and "sex" not in definitions["Guardian"]["required"]


def test_a_form_of_address_is_one_of_three(case_tree: dict[str, Any]) -> None:
    case_tree["person"]["form_of_address"] = "widowed"
    with pytest.raises(InputRefused) as refused:
        Case.from_tree(case_tree)
    (finding,) = refused.value.findings
    assert (finding.pointer, finding.code) == ("/person/form_of_address", "field.choice")
    assert "widowed" not in str(finding.message)


def test_a_person_reads_from_the_code_to_the_guardian() -> None:
    assert list(Person.model_fields) == [
        "code", "names", "aliases", "sex", "form_of_address", "birth", "languages", "literate", "nationality",
        "documents", "guardian",
    ]  # fmt: skip


def test_everything_exported_exists_and_is_listed_once() -> None:
    assert len(set(docgen.case.__all__)) == len(docgen.case.__all__)
    assert all(hasattr(docgen.case, name) for name in docgen.case.__all__)
