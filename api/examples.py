"""An example of every operation that takes something: what the description shows and a test sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from docgen.documents import document_types, example
from docgen.verification import code as codes

_BATCH: Final = "00000000-0000-4000-8000-000000000000"
_PARTS: Final = ("", "/results", "/files", "/events")
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
        "GET /v1/verify/{code}": Example(parameters={"code": codes.grouped("0" * codes.LENGTH)}),
    }
