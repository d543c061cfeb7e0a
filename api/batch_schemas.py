"""The JSON of batches as schemas (JSON Schema 2020-12), for the description of the service."""

from __future__ import annotations

from typing import Any, Final

from api.body import JSON
from api.intake import MULTIPART, NDJSON
from api.negotiation import DOCX, PDF, ZIP
from api.openapi import operation
from api.schemas import BINARY, OBJECT, TEXT, Schema, closed, listed
from api.webhooks import Outcome
from docgen.generate import FORMATS
from docgen.store.batches import CANCELLED, DONE, FAILED, QUEUED, RUNNING

_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_TIME_OR_NULL: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
_WEBHOOK: Final = closed({"state": {**TEXT, "enum": [each.value for each in Outcome]}, "tries": _COUNT})
_BATCH: Final = closed(
    {
        "id": {"type": "string", "format": "uuid"},
        "state": {**TEXT, "enum": [QUEUED, RUNNING, DONE, FAILED, CANCELLED]},
        "counts": closed(dict.fromkeys(("total", "done", "failed", "outputs"), _COUNT)),
        "specimen": {"type": "boolean"},
        "created": _TIME,
        "finished": _TIME_OR_NULL,
        "expires": _TIME,
        "webhook": {"oneOf": [{"type": "null"}, _WEBHOOK]},
        "links": closed(dict.fromkeys(("self", "results", "files", "events"), TEXT)),
    }
)
_NAMES: Final[Schema] = {**listed(TEXT), "minItems": 1, "maxItems": 500}
_FORMATS: Final[Schema] = {**listed({**TEXT, "enum": list(FORMATS)}), "minItems": 1, "maxItems": 500}
_OPTIONS: Final = {
    "types": _NAMES,
    "languages": _NAMES,
    "formats": _FORMATS,
    "overrides": {"type": "object", "additionalProperties": TEXT},
    "webhook": {**TEXT, "format": "uri", "description": "https address on a host that the installation allows"},
}
_ROWS: Final = closed({"rows": {**listed(OBJECT), "maxItems": 500}, **_OPTIONS}, list(_OPTIONS))
_FORM: Final = closed(
    {
        "file": {**BINARY, "description": ".jsonl, .csv or .xlsx, told by the name of the file"},
        "type": _NAMES,
        "language": _NAMES,
        "format": _FORMATS,
        "override": {**listed(TEXT), "description": "CODE=REASON"},
        "webhook": _OPTIONS["webhook"],
    },
    ["type", "language", "format", "override", "webhook"],
)
_LINES: Final[Schema] = {"type": "string", "description": "one case a line; options as query parameters"}
_RESULT: Final[Schema] = {
    "type": "string",
    "description": "JSON lines: row, state (done or failed), files (name, sha256, size, code, href), errors",
}


def _query(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


CREATE: Final = operation(
    {JSON: _BATCH}, takes={JSON: _ROWS, NDJSON: _LINES, MULTIPART: _FORM}, status=202, once=True
) | {
    "parameters": [
        _query("type", _NAMES),
        _query("language", _NAMES),
        _query("format", _FORMATS),
        _query("override", listed(TEXT)),
        _query("webhook", TEXT),
    ]
}
LIST: Final = operation({JSON: closed({"batches": listed(_BATCH), "next": {"type": ["string", "null"]}})})
GET: Final = operation({JSON: _BATCH}, problems=[404])
RESULTS: Final = operation({NDJSON: _RESULT}, problems=[404])
FILES: Final = operation({ZIP: BINARY}, problems=[404, 409])
FILE: Final = operation(dict.fromkeys((PDF, DOCX), BINARY), problems=[404])
EVENTS: Final = operation({"text/event-stream": TEXT}, problems=[404])
CANCEL: Final = operation({}, problems=[404], status=204)
SECRET: Final = operation({JSON: closed({"secret": TEXT})})
