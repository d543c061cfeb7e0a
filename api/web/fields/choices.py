"""What may be chosen, in the order in which clerks look for it: the two Parties' first, then by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

from docgen.case.agency import Party
from docgen.case.places import children, countries
from docgen.forms.nodes import Kind, Node
from docgen.forms.values import options
from docgen.locale import Locale

MOST_RADIOS: Final = 6


@dataclass(frozen=True)
class Choice:
    """One of what may be chosen; `group` is the heading that it stands under."""

    value: str
    text: str
    group: str = ""


def radios(node: Node) -> bool:
    """Whether all that may be chosen is shown at once."""
    return node.kind is Kind.YES_NO or (node.kind is Kind.CHOICE and len(node.options) <= MOST_RADIOS)


def choices(node: Node, locale: Locale, within: str = "") -> tuple[Choice, ...]:
    """What may be chosen; of districts those of the province `within`."""
    if node.kind is Kind.PROVINCE:
        return provinces(locale)
    if node.kind is Kind.DISTRICT:
        return districts(within, locale)
    words = options(node, locale)
    first = [code for code in _of_the_parties().get(node.kind, ()) if code in words]
    return tuple(Choice(code, words[code]) for code in (*first, *(code for code in words if code not in first)))


@lru_cache(maxsize=16)
def provinces(locale: Locale) -> tuple[Choice, ...]:
    """The provinces of both countries under the names of the countries."""
    found: list[Choice] = []
    for country in countries():
        named = [Choice(code, locale.places.place(code), locale.country(country)) for code in children(country)]
        found += sorted(named, key=lambda choice: choice.text)
    return tuple(found)


@lru_cache(maxsize=256)
def districts(province: str, locale: Locale) -> tuple[Choice, ...]:
    """The districts of a province; none of what is no province."""
    if province not in {choice.value for choice in provinces(locale)}:
        return ()
    return tuple(sorted((Choice(code, locale.places.place(code)) for code in children(province)), key=lambda c: c.text))


@lru_cache(maxsize=1)
def _of_the_parties() -> Mapping[Kind, Sequence[str]]:
    parties = [party.value for party in Party]
    return {
        Kind.COUNTRY: parties,
        Kind.CURRENCY: [code for party in parties for code in get_territory_currencies(party)],
        Kind.LANGUAGE: [tag for party in parties for tag in get_official_languages(party)],
    }
