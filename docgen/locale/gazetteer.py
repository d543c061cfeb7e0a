"""Provinces and districts of both countries as one language names them, and addresses in its order.

A country's own names come from its register (`docgen.case.places`), the others from the language's `places.csv`; what
neither has is written in Latin letters and reported by `missing`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from string import Formatter

from docgen.breaks import unmarked
from docgen.case.places import Area, Division, PlaceKind, StructuredAddress, countries, division, divisions
from docgen.locale.settings import Places


def named_places(path: Path) -> dict[str, str]:
    """Code → name of a `places.csv` with the columns code, name, status; no file means none."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


class Gazetteer:
    """The places of both countries as one language writes them; nothing is read before something is asked."""

    def __init__(self, rules: Places | None, table: Path, digits: Callable[[str], str], *, latin: bool) -> None:
        """`table`: the language's `places.csv`; `digits`: writes ASCII digits as the language's papers do; `latin`:
        whether the language is written in Latin letters.
        """
        self._rules = rules or Places()
        self._table = table
        self._digits = digits
        self._latin = latin

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return named_places(self._table)

    def bare(self, code: str) -> str:
        """The name alone, without the word for province or district. Raises Refused for an unknown code."""
        place = division(code)
        own = place.own if place.code[:2] in self._rules.own else ""
        return self._names.get(code) or own.removeprefix(self._pattern(place).partition("{")[0]) or place.latin

    def place(self, code: str) -> str:
        """The name with its word, as จังหวัดสมุทรสาคร or Samut Sakhon Province. Raises Refused for an unknown code."""
        return self._rules.whole.get(code) or self._pattern(division(code)).format(name=self.bare(code))

    def area(self, area: Area) -> str:
        """A province, or a district and its province in the order of the language."""
        province = self.place(area.province)
        if area.district is None:
            return province
        return self._rules.area.format(district=self.place(area.district), province=province)

    def address(self, address: StructuredAddress, text: Callable[[Mapping[str, str]], str]) -> str:
        """An address in the order of the language, unknown parts left out; `text` takes the words of this language."""
        values = {
            "house": self._digits(address.house or ""),
            "moo": self._digits(address.moo or ""),
            "village": text(address.village) if address.village else "",
            "street": text(address.street) if address.street else "",
            "subdistrict": text(address.subdistrict) if address.subdistrict else "",
            "area": self.area(address.area) if address.area else "",
            "postcode": self._digits(address.postcode or ""),
        }
        parts = (_filled(pattern, values) for pattern in self._parts(address.area))
        return self._rules.link.join(filter(None, parts))

    def find(self, typed: str) -> list[str]:
        """Codes of places whose name, in this language, its own or Latin letters, holds what was typed; best first."""
        wanted = _plain(typed)
        if not wanted:
            return []
        ranked = ((rank, place.code) for place in _all() if (rank := self._rank(place, wanted)) is not None)
        return [code for _, code in sorted(ranked)]

    def _rank(self, place: Division, wanted: str) -> int | None:
        """Where in the names of a place the wanted letters stand, the smallest of all; None where they do not."""
        names = (self.bare(place.code), self.place(place.code), place.own, place.latin)
        found = [at for name in names if (at := _plain(name).find(wanted)) >= 0]
        return min(found, default=None)

    def missing(self) -> list[str]:
        """Codes that have no name in this language and are written in Latin letters for want of one."""
        known = self._names.keys()
        return [p.code for p in _all() if not self._latin and p.code not in known and p.code[:2] not in self._rules.own]

    def _pattern(self, place: Division) -> str:
        patterns = self._rules.patterns
        return patterns.get(f"{place.code[:2]}-{place.kind}") or patterns.get(place.kind, "{name}")

    def _parts(self, area: Area | None) -> Iterator[str]:
        lowest = division(area.district or area.province) if area else None
        kind = f"{lowest.code[:2]}-{_town(lowest.kind)}" if lowest else ""
        for part in self._rules.address:
            yield self._rules.subdistrict.get(kind, part) if "{subdistrict}" in part else part


def _town(kind: PlaceKind) -> str:
    """Whether what lies below is a part of a town or of the country: their subdistricts have different words."""
    return "town" if kind in (PlaceKind.KHAN, PlaceKind.CAPITAL, PlaceKind.MUNICIPALITY) else "country"


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    slots = [slot for _, slot, _, _ in Formatter().parse(pattern) if slot]
    return " ".join(pattern.format_map(values).split()) if any(values[slot] for slot in slots) else ""


def _all() -> Iterable[Division]:
    return (place for country in countries() for place in divisions(country).values())


def _plain(text: str) -> str:
    """What two ways to type a name share: no spaces, no marks of breaks, no capitals."""
    return "".join(unmarked(text).casefold().split())
