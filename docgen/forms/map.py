"""The map beside an agency's form: which of its fields takes what of a document. docs/forms.md is its manual.

overflow = "continue"
[fields]
"Full name" = "{person.name}"
"Birth day" = { date = "/person/birth/date", part = "day" }
"Sex" = { choose = "/person/sex", options = { female = "F", male = "M" } }
[[rows]]
list = "contacts"
count = 4
fields = { "Telephone {row}" = "{telephone}" }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from docgen.errors import Message, TemplateError
from docgen.pdf.acroform import FieldPolicy, Overflow

ROW: Final = "{row}"
"""Stands in the name of a form field for the number of the row, from 1."""
_KINDS: Final = ("text", "date", "choose", "tick", "list", "count")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Section):
    """What one form field takes: one of `text`, `date`, `choose`, `tick`, `list` and `count`, and how.

    `text`: words with sources in braces; with `list` those of each item. `keep` leaves only digits, or letters and
    digits, for comb cells; `digits` writes them as 0 to 9. `when` is the value at which a box is ticked.
    """

    text: str | None = None
    date: str | None = None
    part: Literal["day", "month", "month_name", "short_month", "year", "common_year"] | None = None
    choose: str | None = None
    options: Mapping[str, str] = Field(default_factory=dict)
    tick: str | None = None
    when: bool | str = True
    list: str | None = None
    join: str = "\n"
    start: int = Field(1, ge=1)
    count: str | None = None
    keep: Literal["digits", "letters_and_digits"] | None = None
    digits: Literal["own", "ascii"] = "own"
    overflow: Overflow | None = None
    floor: float | None = Field(None, ge=4, le=24)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Rule:
        given = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if given not in (["text"], ["date"], ["choose"], ["tick"], ["text", "list"], ["count"]):
            raise ValueError("write one of text, date, choose, tick, list (with text) and count")
        if (self.part is None) == (self.date is not None) or bool(self.options) != (self.choose is not None):
            raise ValueError("date and part belong together, and so do choose and options")
        for _, source, spec, conversion in Formatter().parse(self.text or ""):
            if source is not None and (spec or conversion):
                raise ValueError("a source stands in braces by itself, without a colon or exclamation mark")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths outside a list; those in the text of a list begin at its items and are not among them."""
        if self.text is not None and self.list is None:
            return self.slots
        path = self.date or self.choose or self.tick or self.list or self.count
        return () if path is None else (path,)

    @property
    def slots(self) -> tuple[str, ...]:
        """The paths in the braces of the text."""
        return tuple(source for _, source, _, _ in Formatter().parse(self.text or "") if source is not None)


def _from_shorthand(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


RuleOrText = Annotated[Rule, BeforeValidator(_from_shorthand)]


class Rest(_Section):
    """The form field for the items that have no row; `text` with the sources of one item."""

    field: str
    text: str
    join: str = "\n"


class Rows(_Section):
    """The numbered rows of a list; without `rest` a list with more items than rows is refused."""

    list: str
    count: int = Field(ge=1, le=500)
    fields: Mapping[str, RuleOrText]
    rest: Rest | None = None

    @model_validator(mode="after")
    def _numbers_its_fields(self) -> Rows:
        if any(ROW not in name for name in self.fields):
            raise ValueError("the name of every field of rows holds {row}")
        return self


class Unmapped(_Section):
    """What is left out on purpose: paths of the document (with all below them), and names of form fields."""

    document: tuple[str, ...] = ()
    form: tuple[str, ...] = ()


class FormMap(_Section):
    """A whole map. `overflow` and `floor` (points) hold for the fields that say nothing else."""

    overflow: Overflow = Overflow.CONTINUE
    floor: float = Field(6, ge=4, le=24)
    fields: Mapping[str, RuleOrText] = Field(default_factory=dict)
    rows: tuple[Rows, ...] = ()
    unmapped: Unmapped = Unmapped()

    @classmethod
    def load(cls, data: bytes, name: str) -> FormMap:
        """Read a map. Raises TemplateError naming file, line and key."""
        try:
            text = data.decode("utf-8-sig")
            return cls.model_validate(tomllib.loads(text))
        except UnicodeDecodeError as error:
            slots = {"file": name, "position": str(error.start + 1)}
            message = Message("{file}: not UTF-8 at byte {position}; save the file as UTF-8", slots)
        except tomllib.TOMLDecodeError as error:
            slots = {"file": name, "reason": str(error)}
            message = Message("{file}: the map cannot be read ({reason}); correct it there", slots)
        except ValidationError as error:
            message = _refusal(name, text, error)
        raise TemplateError(message)

    def rules(self) -> Iterator[tuple[str, Rule, Rows | None]]:
        """Every form field with its rule; a field of rows once for each row, with the rows it belongs to."""
        for name, rule in self.fields.items():
            yield name, rule, None
        for rows in self.rows:
            for name, rule in rows.fields.items():
                for number in range(1, rows.count + 1):
                    yield name.replace(ROW, str(number)), rule, rows

    def names(self) -> Iterator[str]:
        """The form fields that the map fills, again if it fills them twice."""
        yield from (name for name, _, _ in self.rules())
        yield from (rows.rest.field for rows in self.rows if rows.rest)

    def policies(self) -> dict[str, FieldPolicy]:
        """What each form field does with too long a value."""
        usual = FieldPolicy(self.overflow, self.floor)
        found = dict.fromkeys(self.names(), usual)
        for name, rule, _ in self.rules():
            found[name] = FieldPolicy(rule.overflow or self.overflow, rule.floor or self.floor)
        return found


def _refusal(name: str, text: str, error: ValidationError) -> Message:
    """The first thing wrong, by its key; the line is the first one that has the innermost key in it."""
    first = error.errors(include_url=False, include_input=False)[0]
    keys = [str(step) for step in first["loc"]]
    lines = text.splitlines()
    places = [at for key in reversed(keys) for at, line in enumerate(lines, 1) if key in line]
    slots = {
        "file": name,
        "line": str(places[0] if places else 1),
        "key": "/".join(keys) or "-",
        "reason": first["msg"],
    }
    return Message("{file}, line {line}: {key} cannot be read ({reason}); correct the map", slots)
