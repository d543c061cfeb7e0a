"""The JSON of the template library as schemas (JSON Schema 2020-12), for the description of the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from api.schemas import TEXT, Schema, closed, listed, named
from docgen.compare.compare import Counts, Fate
from docgen.compare.words import Change
from docgen.errors import Severity
from docgen.shelf.state import State
from docgen.store.template_steps import Cause, Kind
from docgen.store.template_tests import Wanted

_INTEGER: Final[Schema] = {"type": "integer"}
_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_FLAG: Final[Schema] = {"type": "boolean"}
_BY_TAG: Final[Schema] = {"type": "object", "additionalProperties": TEXT}


def _or_null(schema: Schema) -> Schema:
    return {"oneOf": [{"type": "null"}, schema]}


def texts(*names: str) -> dict[str, Schema]:
    """Properties that are texts."""
    return dict.fromkeys(names, TEXT)


def _one_of(values: Sequence[str]) -> Schema:
    return {**TEXT, "enum": list(values)}


_STEP: Final = closed(
    {
        "kind": _one_of(list(Kind)),
        "by": TEXT,
        "at": _TIME,
        "reason": TEXT,
        "cause": _one_of(list(Cause)),
        "compared": {**_BY_TAG, "description": "fingerprint of each other language, by tag"},
        "waivers": listed(TEXT),
        "trusted": {**_FLAG, "description": "false for a row that docgen did not write; it counts as no approval"},
    }
)
_VERSION_FIELDS: Final[Mapping[str, Schema]] = {
    **texts("type", "language"),
    "number": {**_INTEGER, "description": "counts the versions of a type in a language, from 1"},
    "fingerprint": TEXT,
    "state": _one_of(list(State)),
    "author": {**_OR_NULL, "description": "null for a file that came with the installation"},
    "added": _TIME,
    "note": TEXT,
    "file": {**TEXT, "description": "SHA-256 of the Word file"},
    "fragments": listed(closed(texts("name", "sha256"))),
    "approvals": listed(closed({"by": TEXT, "at": _TIME})),
    "steps": listed(_STEP),
    "links": closed(texts("self", "file")),
}
_WAIVER: Final = closed(
    {
        **texts("id", "finding", "code", "reason", "by"),
        "at": _TIME,
        "withdrawn": {**_OR_NULL, "format": "date-time"},
    }
)
_TOLD: Final[Mapping[str, Schema]] = {
    **texts("pointer", "code", "message"),
    "severity": _one_of(list(Severity)),
    "clause": _OR_NULL,
}
_FINDING: Final = closed({**_TOLD, "key": {**TEXT, "description": "waives it"}, "waiver": _or_null(_WAIVER)})
_COMMENT: Final = closed(
    {
        **texts("id", "anchor", "by", "text"),
        "version": {**_INTEGER, "description": "number of the version it was made on"},
        "at": _TIME,
        "resolved": {**_OR_NULL, "format": "date-time"},
        "resolved_by": _OR_NULL,
    }
)
_FAILURE: Final = closed({"expectation": {"type": ["integer", "null"]}, "message": TEXT})
_RESULT: Final = closed({**texts("test", "name"), "passed": _FLAG, "failures": listed(_FAILURE)})
_WHOLE: Final = closed(
    {
        **_VERSION_FIELDS,
        "findings": listed(_FINDING),
        "waivers": listed(_WAIVER),
        "comments": {**listed(_COMMENT), "description": "of all versions of the template"},
        "tests": listed(_RESULT),
        "compared": _BY_TAG,
        "obstacles": {**listed(closed(_TOLD)), "description": "what stands in the way of approval"},
    }
)
_SIDE: Final = closed({"anchor": TEXT, "clauses": listed(TEXT)})
_PASSAGE: Final = closed(
    {
        **texts("anchor", "part"),
        "fate": _one_of(list(Fate)),
        "old": _or_null(_SIDE),
        "new": _or_null(_SIDE),
        "runs": listed(closed({"change": _one_of(list(Change)), "text": TEXT})),
    }
)
_EXPECTATION: Final = {
    **texts("language", "text"),
    "anchor": {**TEXT, "description": "“” for the whole document"},
    "wanted": _one_of(list(Wanted)),
}
_TEST: Final = closed(
    {
        **texts("id", "type", "name", "by"),
        "own_case": _FLAG,
        "expectations": listed(closed(_EXPECTATION)),
        "at": _TIME,
    }
)
_TRANSLATION: Final = closed({**texts("anchor", "passage", "text", "by"), "at": _TIME})
SAVE: Final = closed(
    {
        "name": TEXT,
        "case": {"type": ["object", "null"], "description": "a case; without one the type's example"},
        "expectations": listed(closed(_EXPECTATION, ["anchor", "wanted"])),
    },
    ["case"],
)
_CARRIED: Final = closed(texts("type", "language", "anchor"))
_COVERED: Final = closed({**texts("clause", "text"), "heading": _OR_NULL, "by": listed(_CARRIED)})
_COUNTS: Final = closed(dict.fromkeys(Counts.__dataclass_fields__, _INTEGER))

COMPONENTS: Final[Mapping[str, Schema]] = {
    "Version": closed(_VERSION_FIELDS),
    "VersionInFull": _WHOLE,
    "Versions": closed({"versions": listed(named("Version")), "next": _OR_NULL}),
    "Comparison": closed({"old": _INTEGER, "new": _INTEGER, "counts": _COUNTS, "passages": listed(_PASSAGE)}),
    "Waiver": _WAIVER,
    "Comment": _COMMENT,
    "Comments": closed({"comments": listed(named("Comment")), "next": _OR_NULL}),
    "BackTranslation": _TRANSLATION,
    "BackTranslations": closed({"back_translations": listed(named("BackTranslation"))}),
    "TemplateTest": _TEST,
    "TemplateTests": closed({"tests": listed(named("TemplateTest"))}),
    "TestResults": closed({"tests": listed(_RESULT)}),
    "Coverage": closed({"clauses": listed(_COVERED)}),
    "Fragments": closed({"fragments": listed(closed({**texts("name", "language", "sha256"), "types": listed(TEXT)}))}),
}
