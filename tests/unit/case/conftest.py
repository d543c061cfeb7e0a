"""One complete case as a JSON tree; all persons are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

_AGENCY: dict[str, Any] = {
    "party": "TH",
    "name": {"en": "Division of Anti-Trafficking in Persons", "th": "กองต่อต้านการค้ามนุษย์"},
    "superior": [{"en": "Ministry of Social Development and Human Security"}],
    "address": {"en": "255 Rama 1 Road\nBangkok 10400"},
    "city": {"en": "Bangkok", "km": "បាងកក"},
    "telephone": "+66 2 202 9000",
    "email": "centre@example.go.th",
    "emblem": "garuda.png",
}
_OFFICIAL: dict[str, Any] = {
    "names": {"Thai": "สมหญิง ใจดี", "Latn": "Somying Jaidee"},
    "sex": "female",
    "excellency": False,
    "rank": {"en": "Police Major"},
    "position": {"en": "Inquiry official"},
    "agency": {"en": "Anti-Trafficking in Persons Division"},
    "telephone": "+66 2 202 9001",
}
_CASE: dict[str, Any] = {
    "reference": "พม ๐๓๐๕/๑๒๓",
    "agency": _AGENCY,
    "counterpart": {**_AGENCY, "party": "KH", "email": None, "emblem": None},
    "person": {
        "code": "P-017",
        "names": {"Khmr": "សុខ ដារ៉ា", "Latn": "SOK DARA"},
        "aliases": ["Dara"],
        "sex": "female",
        "birth": {"date": "2008-05~"},
        "languages": ["km", "zh-Hant-TW"],
        "literate": False,
        "nationality": {"country": "KH", "verified": True},
        "documents": [{"kind": "border_pass", "number": "BP 123/45", "issued_by": "KH", "expires": "2026-12-31"}],
        "guardian": {"names": {"Latn": "SOK CHEA"}, "relationship": {"en": "mother"}},
    },
    "interview": {
        "date": "2025-03-04",
        "start": "09:30",
        "place": {"name": {"en": "Shelter"}},
        "official": _OFFICIAL,
        "purpose": "screening",
    },
    "interpreter": {
        "code": "I-3",
        "names": {"Latn": "CHAN THY"},
        "sex": "male",
        "languages": ["km", "th"],
        "government_registered": True,
        "accompanied_person": False,
        "trained": True,
        "affiliation": {"en": "Interpreters' register"},
    },
    "embassy": {
        "country": "KH",
        "name": {"en": "Royal Embassy of Cambodia"},
        "address": {"en": "518/4 Pracha Uthit Road\nBangkok"},
        "city": {"en": "Bangkok"},
        "telephone": None,
    },
    "documents": {"rights_statement": {"cooperates": True, "contacts": ["+66 1300"], "note": "a\tb"}},
}


@pytest.fixture
def case_tree() -> dict[str, Any]:
    """A fresh copy that a test may spoil."""
    tree: dict[str, Any] = json.loads(json.dumps(_CASE))  # no part shared, as a deep copy would keep
    return tree
