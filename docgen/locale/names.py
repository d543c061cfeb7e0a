"""Names: the script they are written in, the title, rank or honorific before them, and what stands around them.

Precedence: an excellency before a rank, a rank before a title (`Mr.`), and each replaces what it outranks unless the
language's patterns join the two. The patterns are the `[names]` section of `locale.toml`; the rules here are of no
language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from docgen.case import Birth, FormOfAddress, Sex
from docgen.errors import Message
from docgen.locale.settings import Title

if TYPE_CHECKING:
    from docgen.locale.locale import Locale

LATIN = "Latn"
_GROWN_UP = (None,)
_EVERY_AGE = range(121)


class Bearer(Protocol):
    """What a title needs to know of somebody; a `birth` (`Birth`) and a `rank` are looked at where they are."""

    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def sex(self) -> Sex | None: ...
    @property
    def form_of_address(self) -> FormOfAddress | None: ...


class Official(Bearer, Protocol):
    """What addressing an official needs."""

    @property
    def excellency(self) -> bool: ...
    @property
    def rank(self) -> Mapping[str, str] | None: ...


class Aliased(Protocol):
    """Somebody who may be known by other names."""

    @property
    def aliases(self) -> Sequence[str]: ...


def plain(locale: Locale, names: Mapping[str, str]) -> str:
    """The name in the locale's script, else the Latin one, else the first; its spaces and capitals are its own."""
    return names.get(locale.script) or names.get(LATIN) or next(iter(names.values()))


def with_latin(locale: Locale, names: Mapping[str, str]) -> str:
    """The name with the Latin one in brackets, so that the other country finds the person; once, if they are one."""
    name, latin = plain(locale, names), names.get(LATIN)
    return name if latin in (None, name) else locale.settings.names.with_latin.format(name=name, latin=latin)


def titled(locale: Locale, bearer: Bearer, on: dt.date | None) -> str:
    """Name with the title that sex, age on the day `on` and the stated form of address ask for.

    Nothing is concluded: without a sex there is no title, and where the possible ages would take different titles
    (an estimate, a birth known by its year), the name stands alone. Somebody without a `birth` is an adult.
    """
    if bearer.sex is None:
        return plain(locale, bearer.names)
    return _written(locale, _chosen(locale.settings.names.titles, bearer, _ages(bearer, on)), bearer)


def official(locale: Locale, bearer: Official) -> str:
    """An official as the text and lists name him or her: excellency, else rank, else title."""
    styled = _styled(locale, bearer)
    title = _chosen(locale.settings.names.excellencies, bearer) if bearer.excellency else None
    return _written(locale, title, bearer, styled) if title else styled


def signatory(locale: Locale, bearer: Bearer, on: dt.date | None) -> str:
    """Anybody's name under his or her own signature; brackets, where the custom has them, are the template's."""
    title = _chosen(locale.settings.names.signature, bearer, _ages(bearer, on))
    return _written(locale, title, bearer, _styled(locale, bearer, on))


def declarant(locale: Locale, bearer: Bearer, on: dt.date | None) -> str:
    """“I” and the name, as a declaration begins; some languages have an “I” for women and another for men."""
    title = _chosen(locale.settings.names.declarants, bearer, _ages(bearer, on))
    if title is None:
        return locale.term(Message("I, {name}", {"name": titled(locale, bearer, on)}))
    return _written(locale, title, bearer)


def aliases(locale: Locale, bearer: Aliased) -> str:
    """The phrase with somebody's other names, to stand after the name; empty where there are none."""
    if not bearer.aliases:
        return ""
    rules = locale.settings.names
    listed = locale.list(bearer.aliases) if rules.alias_link is None else rules.alias_link.join(bearer.aliases)
    return rules.alias.format(aliases=listed)


def child_status(locale: Locale, birth: Birth, on: dt.date) -> str:
    """That somebody is or may be a child in law on a day, whatever the title says; empty for an adult (SOP 4.3)."""
    child = birth.is_child_on(on)
    if child is False:
        return ""
    return locale.term("child (under 18)") if child else locale.term("may be a child (age not certain)")


def _ages(bearer: Bearer, on: dt.date | None) -> Iterable[int | None]:
    """Every possible age in completed years; a birth without a day to reckon on leaves them all possible."""
    birth: Birth | None = getattr(bearer, "birth", None)
    if birth is None:
        return _GROWN_UP
    if on is None:
        return _EVERY_AGE
    least, greatest = birth.age_on(on)
    return range(least, greatest + 1)


def _chosen(titles: Sequence[Title], bearer: Bearer, ages: Iterable[int | None] = _GROWN_UP) -> Title | None:
    """The first pattern that fits, if it is the same at every possible age; else one that asks for nothing, or None."""
    found = [next((title for title in titles if _fits(title, bearer, age)), None) for age in ages]
    if all(title == found[0] for title in found):
        return found[0]
    return next((title for title in titles if _asks_nothing(title)), None)


def _fits(title: Title, bearer: Bearer, age: int | None) -> bool:
    return (
        _fits_sex(title, bearer)
        and (title.below is None or (age is not None and age < title.below))
        and (title.ranked is None or title.ranked == bool(_rank(bearer)))
    )


def _asks_nothing(title: Title) -> bool:
    return all(asked is None for asked in (title.sex, title.below, title.address, title.ranked))


def _fits_sex(title: Title, bearer: Bearer) -> bool:
    """Whoever asks for no title gets none that tells the sex."""
    stated = bearer.form_of_address
    asked = FormOfAddress(title.address) if title.address else None
    if asked not in (None, stated):
        return False
    return title.sex is None or (title.sex == bearer.sex and (asked is not None or stated is not FormOfAddress.NEUTRAL))


def _styled(locale: Locale, bearer: Bearer, on: dt.date | None = None) -> str:
    """Name with the rank, else with the title."""
    words = _rank(bearer)
    if not words:
        return titled(locale, bearer, on)
    rules, rank = locale.settings.names, locale.text(words)
    attached = locale.script in bearer.names and rank.endswith(tuple(rules.attached))
    pattern = "{rank}{name}" if attached else rules.ranked
    return pattern.format(rank=rank, name=plain(locale, bearer.names))


def _rank(bearer: Bearer) -> Mapping[str, str] | None:
    rank: Mapping[str, str] | None = getattr(bearer, "rank", None)
    return rank


def _written(locale: Locale, title: Title | None, bearer: Bearer, styled: str = "") -> str:
    """The pattern filled; before a name in another script stands a space (นาย SOK Dara, not นายSOK Dara)."""
    name = plain(locale, bearer.names)
    if title is None:
        return name
    before = title.pattern.partition("{name}")[0]
    if locale.script not in bearer.names and before and not before[-1].isspace():
        name = f" {name}"
    return title.pattern.format(name=name, styled=styled)
