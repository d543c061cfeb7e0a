"""A case whose every field of free text carries a name of its own that stands nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from docgen.case import Case
from docgen.check import blocking, check
from docgen.documents import document_types, example_of_all
from docgen.errors import Finding, InputRefused
from tests.conftest import open_press
from tests.integration.facts import Steps, at, replaced, scalars

# One after another is tried where the field takes no Latin letters: names in Khmer and in Thai script, then numbers.
_LATIN, _KHMER, _THAI = "ABCDEFGHJKLMNPRSTUVWXYZ", "កខគឃចឆជណតថទនបពមរលសហអ", "กขคงจชดตถทนบปพมรลวสหอ"
FIELD_NAME = "Qzfieldxqnamexq"
"""A canary that is the name of a field nobody knows: a finding's pointer names it, so that it can be corrected."""
_PROTECTED = re.compile(r"/emblem$")  # names a file of the installation


@dataclass(frozen=True)
class Canaries:
    """The case, and the canary at each pointer."""

    case: dict[str, Any]
    by_pointer: dict[str, str]
    steps: dict[str, Steps]

    def found_in(self, data: bytes) -> list[str]:
        """Canaries that stand in these bytes as UTF-8, UTF-16 or as JSON escapes."""
        names = (FIELD_NAME, *self.by_pointer.values())
        return [name for name in names if any(form in data for form in _forms(name))]

    def spoiled(self) -> Iterator[tuple[str, bytes]]:
        """Bodies that are refused: a sign that no field takes, a name as a field's name, a wrong kind, broken JSON."""
        bell = {steps: f"{self.by_pointer[place]}\a" for place, steps in self.steps.items()}
        yield "a control character in every field", _json(replaced(self.case, bell))
        long = {steps: self.by_pointer[place] * 600 for place, steps in list(self.steps.items())[:50]}
        yield "many fields too long", _json(replaced(self.case, long))
        names = list(self.by_pointer.values())
        yield "a list instead of every text", _json(replaced(self.case, {s: [names[0]] for s in self.steps.values()}))
        yield "names as names of fields", _json({**self.case, "person": {FIELD_NAME: names[0]}})
        yield "names as names of fields of the case", _json({**self.case, FIELD_NAME: names[0]})
        yield "dates that are names", _json(replaced(self.case, {("interview", "date"): names[0]}))
        yield "a text instead of an object", _json({**self.case, "person": names[0], "interview": names[1]})
        yield "broken off", _json(self.case)[:-20]
        yield "twice the same field", b'{"%s": 1, "%s": 2}' % (FIELD_NAME.encode(), FIELD_NAME.encode())
        yield "no UTF-8", names[0].encode() + b"\xff" + _json(self.case)


@cache
def canaries() -> Canaries:
    """The example of all types with a canary in every text field that takes one."""
    tree = example_of_all()
    texts = {at(steps): steps for steps, value in scalars(tree) if isinstance(value, str)}
    texts = {place: steps for place, steps in texts.items() if not _PROTECTED.search(place)}
    numbers = count(1)
    taken: dict[str, str] = {}
    for write in (_latin, _khmer, _thai, _digits, _address):
        trial = {place: write(next(numbers)) for place in texts if place not in taken}
        while trial and (refused := _refusing(tree, texts, taken | trial) & set(trial)):
            trial = {place: name for place, name in trial.items() if place not in refused}
        taken |= trial
    assert not _refusing(tree, texts, taken)
    case = replaced(tree, {texts[place]: name for place, name in taken.items()})
    return Canaries(case, taken, {place: texts[place] for place in taken})


def _refusing(tree: Any, texts: dict[str, Steps], names: dict[str, str]) -> set[str]:
    """Pointers of the fields that do not take these names."""
    press = open_press()
    found: list[Finding] = []
    try:
        case = Case.load(_json(replaced(tree, {texts[place]: name for place, name in names.items()})))
    except InputRefused as refused:
        return {finding.pointer for finding in refused.findings}
    for kind in document_types().values():
        try:
            document = kind.of(case)
        except InputRefused as refused:
            found += refused.findings
        else:
            found += blocking(check(document, press.library.locales.values(), press.uncovered))
    return {finding.pointer for finding in found}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _forms(name: str) -> Iterable[bytes]:
    return (name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be"), json.dumps(name)[1:-1].encode())


def _letters(number: int, alphabet: str) -> str:
    """Six letters of an alphabet, different for every number, no three of them like the next number's."""
    digits = []
    for _ in range(6):
        number = (number * 48271 + 11) % 2147483647
        digits.append(alphabet[number // 7 % len(alphabet)])
    return "".join(digits)


def _latin(number: int) -> str:
    return f"Qz{_letters(number, _LATIN).lower()}xq{number}"


def _khmer(number: int) -> str:
    return _letters(number, _KHMER) + _letters(number + 5000, _KHMER)


def _thai(number: int) -> str:
    return _letters(number, _THAI) + _letters(number + 5000, _THAI)


def _digits(number: int) -> str:
    return f"07{(number * 48271 + 11) % 2147483647:010d}"


def _address(number: int) -> str:
    return f"{_latin(number)}@ministry.example"
