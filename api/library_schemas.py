"""What each route of the template library takes and gives, for the description of the service."""

from __future__ import annotations

from typing import Any, Final

from api.body import JSON
from api.library import MULTIPART, XLIFF
from api.library_components import SAVE, texts
from api.negotiation import DOCX, ZIP
from api.openapi import operation
from api.schemas import BINARY, TEXT, Schema, closed, named


def _reads(component: str, *problems: int) -> dict[str, Any]:
    return operation({JSON: named(component)}, problems=[404, 422, *problems])


def _writes(component: str, body: Schema, status: int = 200) -> dict[str, Any]:
    made = operation({JSON: named(component)}, takes={JSON: body}, problems=[404, 409], status=status)
    return made


_REASON: Final[Schema] = {**TEXT, "description": "why"}
_FILE: Final[Schema] = {**BINARY, "description": "a Word file, at most 20 MB"}
_FORM: Final = closed({"file": _FILE, "note": {**TEXT, "description": "why"}}, ["note"])
_TAKES: Final = {DOCX: _FILE, MULTIPART: _FORM}
_WORK: Final = (503,)

VERSIONS: Final = _reads("Versions")
VERSION: Final = _reads("VersionInFull", *_WORK)
UPLOAD: Final = operation({JSON: named("Version")}, takes=_TAKES, problems=[404], status=201)
UPLOAD["responses"]["200"] = {**UPLOAD["responses"]["201"], "description": "There is a version with this wording"}
FILE: Final = operation({DOCX: BINARY}, problems=[404, 422])
COMPARISON: Final = _reads("Comparison", *_WORK)
REDLINE: Final = operation({DOCX: BINARY}, problems=[404, 422, 503])
STEP: Final = _writes("Version", closed({"reason": _REASON}, ["reason"]))
WAIVE: Final = _writes("Waiver", closed({"finding": {**TEXT, "description": "its key"}, "reason": _REASON}), 201)
WITHDRAW: Final = _reads("Waiver")
COMMENTS: Final = _reads("Comments")
COMMENT: Final = _writes("Comment", closed(texts("anchor", "text")), 201)
SETTLE: Final = _reads("Comment")
TRANSLATIONS: Final = _reads("BackTranslations")
TRANSLATE: Final = _writes("BackTranslation", closed(texts("anchor", "text")), 201)
TESTS: Final = _reads("TemplateTests")
SAVE_TEST: Final = _writes("TemplateTest", SAVE, 201)
REMOVE_TEST: Final = operation({}, problems=[404, 422], status=204)
RESULTS: Final = _reads("TestResults", *_WORK)
COVERAGE: Final = operation({JSON: named("Coverage")}, problems=[])
FRAGMENTS: Final = operation({JSON: named("Fragments")}, problems=[])
FRAGMENT: Final = operation({DOCX: BINARY}, problems=[404, 422])
ADD_FRAGMENT: Final = operation({JSON: named("Versions")}, takes=_TAKES, problems=[404])
_UNITS: Final[Schema] = {**TEXT, "contentMediaType": XLIFF}
XLIFF_OUT: Final = operation({XLIFF: _UNITS}, problems=[404, 422, 503])
XLIFF_IN: Final = operation({JSON: named("Version")}, takes={XLIFF: _UNITS}, problems=[404], status=201)
XLIFF_IN["responses"]["200"] = {**XLIFF_IN["responses"]["201"], "description": "Nothing changed"}
BUNDLE: Final = operation({ZIP: BINARY}, problems=[404, 422, 503])
