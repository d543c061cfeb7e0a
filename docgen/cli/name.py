"""`docgen name`: every official form of one name, to see what the papers will print before a case is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from pydantic import Field, ValidationError

from docgen.case import Addressed, Aliased, Birth, Day, MultilingualLine, Named, SexedIfKnown, findings_of
from docgen.cli.forms import locales_of, print_form
from docgen.errors import InputRefused
from docgen.locale import Locale


class _Known(Aliased, Addressed, SexedIfKnown, Named):
    """What the options say of somebody; checked as a case is."""

    excellency: bool = False
    rank: MultilingualLine | None = None
    birth: Birth | None = None
    on: Day = Field(default_factory=dt.date.today)


Names = Annotated[list[str], typer.Option(metavar="SCRIPT=NAME", help="Name in a script, such as Latn; repeat.")]
Ranks = Annotated[list[str] | None, typer.Option(metavar="LANG=RANK", help="Rank in a language; may be repeated.")]


def print_name(  # one option for each field
    names: Names,
    sex: Annotated[str | None, typer.Option(help="female, male or unspecified.")] = None,
    birth: Annotated[
        str | None, typer.Option(help="Date of birth as far as known: 2008-05-17, 2008-05, 2008~.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="Day on which the paper is written. Default: today.")] = None,
    address: Annotated[str | None, typer.Option(help="married, unmarried or neutral, if the person states it.")] = None,
    excellency: Annotated[bool, typer.Option("--excellency", help="Entitled to be called Excellency.")] = False,
    rank: Ranks = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another name; may be repeated.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Language tag; may be repeated. Default: all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> None:
    """Print every official form of a name: plain, titled, official, signature and more, in each language.

    The name goes to standard output and nowhere else.
    """
    given = {
        "names": _pairs(names, "--names takes SCRIPT=NAME, such as Latn=…"),
        "sex": sex,
        "form_of_address": address,
        "aliases": alias or [],
        "excellency": excellency,
        "rank": _pairs(rank, "--rank takes LANG=RANK, a language tag and the words") if rank else None,
        "birth": {"date": birth} if birth else None,
        **({"on": on} if on else {}),
    }
    locales, _ = locales_of(lang)
    known = _checked(given)
    for locale in locales:
        for form, text in _forms(locale, known):
            print_form(locale, form, text, as_json=as_json)


def _pairs(options: Sequence[str], usage: str) -> dict[str, str]:
    """KEY=VALUE options as a mapping; raises BadParameter, which shows no value."""
    pairs = dict(option.partition("=")[::2] for option in options)
    if len(pairs) < len(options) or not all(key and value for key, value in pairs.items()):
        raise typer.BadParameter(f"{usage}; each key once")
    return pairs


def _checked(given: dict[str, Any]) -> _Known:
    """The options under the guard of the case; raises InputRefused with pointers such as /names/Latn."""
    try:
        return _Known.model_validate(given)
    except ValidationError as error:
        findings = findings_of(error)
    raise InputRefused(findings)  # outside the handler: no Pydantic error, hence no name, in the context


def _forms(locale: Locale, known: _Known) -> Iterator[tuple[str, str]]:
    """Each form that has words. Officials are adults: for somebody who is or may be a child there is no such form."""
    yield "plain", locale.name(known.names)
    yield "with_latin", locale.name_with_latin(known.names)
    yield "titled", locale.titled(known, known.on)
    yield "declarant", locale.declarant(known, known.on)
    status = locale.child_status(known.birth, known.on) if known.birth else ""
    if not status:
        grown_up = known.model_copy(update={"birth": None})
        yield "official", locale.official(grown_up)
        yield "signature", locale.signatory(grown_up)
    yield from ((form, text) for form, text in (("alias", locale.aliases(known)), ("child_status", status)) if text)
