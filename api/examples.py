"""An example of every operation that takes something: what the description shows and a test sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from docgen.documents import document_types, example
from docgen.sop import instrument
from docgen.verification import code as codes

_BATCH: Final = "00000000-0000-4000-8000-000000000000"
_PARTS: Final = ("", "/results", "/files", "/events")
_ID: Final = "0" * 32
PACKET: Final = "packet.pdf"
"""The name of a packet among the files of a row."""


@dataclass(frozen=True)
class Example:
    """`body` as JSON (the text parts of a form), `parameters` of path and query by name."""

    body: Any = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@cache
def examples() -> Mapping[str, Example]:
    """By method and route template, such as "GET /v1/types"."""
    type_id, kind = next(iter(document_types().items()))
    case = example(kind)
    one_batch = {"batch_id": _BATCH}
    one_type = Example(parameters={"type_id": type_id})
    return {
        "POST /v1/renders": Example({"case": case, "types": [type_id], "formats": ["docx"]}),
        "POST /v1/validations": Example({"case": case, "types": [type_id]}),
        "POST /v1/batches": Example({"rows": [case], "types": [type_id], "formats": ["packet"]}),
        "GET /v1/batches": Example(parameters={"limit": "2"}),
        **{f"GET /v1/batches/{{batch_id}}{part}": Example(parameters=one_batch) for part in _PARTS},
        "GET /v1/batches/{batch_id}/files/{row}/{name}": Example(parameters={**one_batch, "row": "1", "name": PACKET}),
        "DELETE /v1/batches/{batch_id}": Example(parameters=one_batch),
        "POST /v1/forms/fill": Example({"data": "{}"}),
        "GET /v1/types/{type_id}": one_type,
        "GET /v1/types/{type_id}/schema": one_type,
        "GET /v1/types/{type_id}/example": one_type,
        "GET /v1/templates": Example(parameters={"limit": "2"}),
        **_library(type_id),
        "GET /v1/verify/{code}": Example(parameters={"code": codes.grouped("0" * codes.LENGTH)}),
    }


def _library(type_id: str) -> Mapping[str, Example]:
    """Of the routes of the template library."""
    tag = instrument().authentic_language
    template = {"type_id": type_id, "language": tag}
    one, two = {**template, "number": "1"}, {**template, "number": "1", "against": "1"}
    note = {**template, "comment_id": _ID}
    at, versions = "/v1/templates/{type_id}/{language}", "/v1/templates/{type_id}/{language}/versions"
    number = f"{versions}/{{number}}"
    fragment = {"name": "letterhead", "language": tag}
    reason = Example({"reason": "The Parties agreed on this wording"}, one)
    expected = {"language": tag, "text": "interpreter"}
    return {
        f"GET {versions}": Example(parameters=template),
        f"POST {versions}": Example({"note": "The Parties agreed on this wording"}, template),
        **{f"GET {number}{part}": Example(parameters=one) for part in ("", "/file", "/back-translations", "/tests")},
        **{f"GET {number}/{part}": Example(parameters=two) for part in ("comparison", "redline")},
        **{f"POST {number}/{step}": reason for step in ("submit", "approve", "return", "revoke", "retire")},
        f"POST {number}/waivers": Example({"finding": "0" * 64, "reason": "The Parties agreed on it"}, one),
        f"DELETE {number}/waivers/{{waiver_id}}": Example(parameters={**one, "waiver_id": _ID}),
        f"GET {at}/comments": Example(parameters=template),
        f"POST {number}/comments": Example({"anchor": "body+1", "text": "Is this the usual term?"}, one),
        **{f"POST {at}/comments/{{comment_id}}/{what}": Example(parameters=note) for what in ("resolve", "reopen")},
        f"POST {number}/back-translations": Example({"anchor": "body+1", "text": "What it says"}, one),
        "GET /v1/templates/bundle": Example(parameters={"type": type_id}),
        "GET /v1/templates/{type_id}/tests": Example(parameters={"type_id": type_id}),
        "POST /v1/templates/{type_id}/tests": Example(
            {"name": "names the interpreter", "expectations": [expected]}, {"type_id": type_id}
        ),
        "DELETE /v1/templates/{type_id}/tests/{test_id}": Example(parameters={"type_id": type_id, "test_id": _ID}),
        f"GET {number}/xliff": Example(parameters=one),
        f"POST {number}/xliff": Example("<xliff/>", one),
        "GET /v1/templates/fragments/{name}/{language}": Example(parameters=fragment),
        "POST /v1/templates/fragments/{name}/{language}": Example({"note": "A new address"}, fragment),
    }
