"""The JSON of the service as schemas (JSON Schema 2020-12), for the description of the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from docgen.errors import Severity
from docgen.generate import FORMATS

Schema = Mapping[str, Any]
TEXT: Final[Schema] = {"type": "string"}
OBJECT: Final[Schema] = {"type": "object"}
BINARY: Final[Schema] = {"type": "string", "format": "binary"}


def closed(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object of these fields and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def named(name: str) -> Schema:
    """A reference to one of COMPONENTS."""
    return {"$ref": f"#/components/schemas/{name}"}


_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_FINDING: Final = closed(
    {
        "pointer": {**TEXT, "description": "JSON Pointer (RFC 6901) into the request"},
        "severity": {**TEXT, "enum": [each.value for each in Severity]},
        "code": {**TEXT, "description": "stable code"},
        "clause": {**_OR_NULL, "description": "clause of the SOP"},
        "message": {**TEXT, "description": "what is wrong and what to do, in the language of Accept-Language"},
    }
)
_PROBLEM: Final = closed(
    {
        "type": {**TEXT, "format": "uri"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "code": {**TEXT, "description": "stable code"},
        "instance": {**TEXT, "format": "uri", "description": "names the request by its id"},
        "errors": listed(named("Finding")),
    }
)
_CASE: Final[Schema] = {
    "type": "object",
    "description": "One case, as the schema of its document types says (/v1/types/{type_id}/schema)",
}
_NAMES: Final[Schema] = {**listed(TEXT), "minItems": 1, "maxItems": 500}
_SUBJECT: Final = {"case": _CASE, "types": _NAMES, "languages": _NAMES}
_RENDER: Final = closed(
    {
        **_SUBJECT,
        "formats": {**listed({**TEXT, "enum": list(FORMATS)}), "minItems": 1, "maxItems": 500},
        "overrides": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "code of a warning → reason to go on despite it",
        },
        "packet": closed({"language": TEXT, "duplex": {"type": "boolean"}}, ["language", "duplex"]),
    },
    ["types", "languages", "formats", "overrides", "packet"],
)
_TYPE: Final = closed({"id": TEXT, "title": TEXT, "clauses": listed(TEXT), "languages": listed(TEXT)})
_TEMPLATE: Final = closed(
    {
        **dict.fromkeys(("type", "language", "fingerprint", "approval"), TEXT),
        "version": {"type": "integer", "description": "number of the version in the template library; 0 for none"},
        "approvals": listed(closed({"by": TEXT, "at": TEXT})),
        "newest": {"type": "integer", "description": "number of the newest version, which the following are about"},
        "state": {**TEXT, "description": "draft, in_review, approved or retired"},
        "findings": {
            "type": ["object", "null"],
            "additionalProperties": {"type": "integer"},
            "description": "how many there are, by severity; null while it is being looked at",
        },
    }
)
_VERDICT: Final = closed(
    {
        "status": TEXT,
        "message": TEXT,
        "issued": {
            "oneOf": [{"type": "null"}, closed(dict.fromkeys(("type", "language", "approval", "at"), TEXT))],
        },
    }
)

COMPONENTS: Final[Mapping[str, Schema]] = {
    "Finding": _FINDING,
    "Problem": _PROBLEM,
    "RenderRequest": _RENDER,
    "ValidationRequest": closed(_SUBJECT, ["types", "languages"]),
    "Validation": closed({"acceptable": {"type": "boolean"}, "findings": listed(named("Finding"))}),
    "Type": _TYPE,
    "Types": closed({"types": listed(named("Type"))}),
    "Templates": closed({"templates": listed(_TEMPLATE), "next": _OR_NULL}),
    "Verdict": _VERDICT,
    "Status": closed({"status": TEXT}),
}
