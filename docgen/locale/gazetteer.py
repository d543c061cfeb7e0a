"""Provinces and districts of both countries as one language names them, and addresses in its order.

A country's own names come from its register (`docgen.case.places`), the others from the language's `places.csv`; what
neither has is written in Latin letters and reported by `missing`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from string import Formatter

from docgen.breaks import unmarked
from docgen.case.places import Area, Division, PlaceKind, StructuredAddress, countries, division, divisions
from docgen.errors import Message, TemplateError
from docgen.locale.settings import Places

_COLUMNS = ["code", "name", "status"]
_STATUSES = ("attested", "draft")
_SIGNS = re.compile(r"[\s.,'’()-]+")


def named_places(path: Path) -> dict[str, str]:
    """Code → name of a `places.csv` with the columns code, name, status; no file means none.

    Raises TemplateError naming the line that is not of that form, has a code that is on no list, or one twice.
    """
    if not path.is_file():
        return {}
    names: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        try:
            if next(rows, None) != _COLUMNS:
                raise TemplateError(_bad_line(path, 1))
            for row in rows:
                if len(row) != len(_COLUMNS) or row[0] in names or not _is_entry(*row):
                    raise TemplateError(_bad_line(path, rows.line_num))
                names[row[0]] = row[1]
        except (UnicodeDecodeError, csv.Error) as error:
            raise TemplateError(_bad_line(path, rows.line_num + 1)) from error
    return names


def _is_entry(code: str, name: str, status: str) -> bool:
    return code in divisions(code[:2]) and name.strip() == name != "" and status in _STATUSES


def _bad_line(path: Path, line: int) -> Message:
    return Message(
        "{file}, line {line}: not a code of the lists, a name and the status attested or draft, or the code stands "
        "there twice; correct the line",
        {"file": path.name, "line": str(line)},
    )


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
        return self._pattern(division(code)).format(name=self.bare(code))

    def area(self, area: Area) -> str:
        """A province, or a district and its province in the order of the language."""
        province = self.place(area.province)
        if area.district is None:
            return province
        return self._rules.area.format(district=self.place(area.district), province=province)

    def address(
        self,
        address: StructuredAddress,
        text: Callable[[Mapping[str, str]], str],
        country: Callable[[str], str],
    ) -> str:
        """An address in the order of the language, unknown parts left out.

        `text` takes the words of this language, `country` names one that `countries` of the settings does not.
        """
        values = {
            "house": self._digits(address.house or ""),
            "moo": self._digits(address.moo or ""),
            "village": text(address.village) if address.village else "",
            "street": text(address.street) if address.street else "",
            "subdistrict": text(address.subdistrict) if address.subdistrict else "",
            "area": self.area(address.area) if address.area else "",
            "postcode": self._digits(address.postcode or ""),
            "country": self._country(address.country, country) if address.country else "",
        }
        parts = (_filled(pattern, values) for pattern in self._parts(address.area))
        return self._rules.link.join(filter(None, parts))

    def _country(self, code: str, name: Callable[[str], str]) -> str:
        return self._rules.countries.get(code) or name(code)

    def find(self, typed: str, beside: Iterable[Gazetteer] = ()) -> list[str]:
        """Codes of places that what was typed may mean: by their names in this language, in those of `beside`, in the
        country's own and in Latin letters. Whole names before beginnings before what else holds it, provinces first.
        """
        asked = [self, *beside]
        short = [word for each in asked for word in each._rules.short]
        wanted = _plain(next((typed.removeprefix(word) for word in short if typed.startswith(word)), typed))
        if not wanted:
            return []
        keys = [each._keys for each in asked]
        ranked = ((_rank(wanted, [name for key in keys for name in key[place.code]]), place) for place in _all())
        found = [(rank, place.parent not in countries(), place.code) for rank, place in ranked if rank is not None]
        return [code for *_, code in sorted(found, key=lambda each: each[:2])]

    @cached_property
    def _keys(self) -> Mapping[str, tuple[str, ...]]:
        """Code → what may be typed for a place, made plain."""
        return {place.code: tuple({_plain(name) for name in self._typed(place)}) for place in _all()}

    def _typed(self, place: Division) -> tuple[str, ...]:
        aliases = self._rules.aliases.get(place.code, ())
        return self.bare(place.code), self.place(place.code), place.own, place.latin, *aliases

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
    """What two ways to type a name share: no spaces, hyphens, points or marks of breaks, no capitals.

    Under a Khmer letter, da and ta look alike and both are written: ឧត្ដរ, ឧត្តរ.
    """
    return _SIGNS.sub("", unmarked(text).casefold()).replace("\u17d2\u178a", "\u17d2\u178f")


def _rank(wanted: str, names: Iterable[str]) -> int | None:
    """0 where a name is what is wanted, 1 where one begins so, 2 where one holds it, else None."""
    found = [0 if name == wanted else 1 if name.startswith(wanted) else 2 for name in names if wanted in name]
    return min(found, default=None)
