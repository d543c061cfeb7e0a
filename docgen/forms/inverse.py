"""A map read backwards: which field of the document each form field gives, where that can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from docgen.case import pointer
from docgen.forms.map import ROW, FormMap, Rule
from docgen.forms.nodes import Kind, Node, steps_of
from docgen.forms.sources import is_pointer
from docgen.locale import Locale
from docgen.locale.digits import ascii_digits


@dataclass(frozen=True)
class Typed:
    """What was typed, ticked or chosen in a form field, and the field of the document that it means.

    `node` is None where the field cannot be read back: it joins several facts, or rewords them.
    """

    field: str
    node: Node | None
    value: str | bool

    @property
    def pointer(self) -> str:
        """The form field as a JSON Pointer; where it is called by the path of its document's field, that path."""
        named_so = self.node is not None and self.field == self.node.path
        return f"/{self.field}" if named_so else pointer([self.field])


Given = Mapping[str, str | bool]
"""The values of a form by field; only fields that hold something."""


def of_blank(tree: Node, given: Given, locale: Locale) -> Iterator[Typed]:
    """The fields of a blank, whose names are paths of the document."""
    for name, value in given.items():
        node = tree.at(steps_of(name))
        yield Typed(name, _leaf(node, locale), value)


def of_map(form_map: FormMap, tree: Node, given: Given, locale: Locale) -> Iterator[Typed]:
    """The fields of an agency's form; a date in several fields comes once, under the first field's name."""
    yield from _each(form_map.fields, tree, given, locale)
    for rows in form_map.rows:
        items = tree.at(steps_of(rows.list.strip("/"))) if is_pointer(rows.list) else None
        for number in range(1, rows.count + 1):
            rules = {name.replace(ROW, str(number)): rule for name, rule in rows.fields.items()}
            yield from _each(rules, items.item(number - 1) if items else None, given, locale, within=True)
        if rows.rest and rows.rest.field in given:
            yield Typed(rows.rest.field, None, given[rows.rest.field])


def _each(
    rules: Mapping[str, Rule], tree: Node | None, given: Given, locale: Locale, *, within: bool = False
) -> Iterator[Typed]:
    dates: dict[str, dict[str, tuple[str, str]]] = {}
    for name, rule in rules.items():
        if name not in given:
            continue
        if rule.date is not None:
            dates.setdefault(rule.date, {})[str(rule.part)] = name, str(given[name])
            continue
        path = _path(rule)
        node = tree.at(steps_of(path.strip("/"))) if tree and path and (within or is_pointer(path)) else None
        value = _value(rule, given[name])
        if value is not None:
            yield Typed(name, _leaf(node, locale), value)
    for path, parts in dates.items():
        yield _date(tree.at(steps_of(path.strip("/"))) if tree else None, parts, locale)


def _path(rule: Rule) -> str | None:
    """The one source of a rule, where what the form shows is that source and nothing else."""
    if rule.list is not None or rule.count is not None or rule.keep is not None:
        return None
    if rule.text is not None:
        return rule.slots[0] if len(rule.slots) == 1 else None
    return rule.choose or rule.tick


def _value(rule: Rule, value: str | bool) -> str | bool | None:
    """What the form's value means in the document; None where it says nothing, as a box that is not ticked."""
    if rule.tick is not None:
        return rule.when if value not in (False, "") else None
    if rule.choose is not None:
        return next((key for key, option in rule.options.items() if option == value), str(value))
    pieces = [literal for literal, _, _, _ in Formatter().parse(rule.text or "")]
    before, after = pieces[0] if pieces else "", "".join(pieces[1:])
    return str(value).strip().removeprefix(before.strip()).removesuffix(after.strip()).strip()


def _leaf(node: Node | None, locale: Locale) -> Node | None:
    """The one value that is meant: of words those in the form's language, of names the one in its script."""
    if node is None or node.leaf:
        return node
    if node.kind is Kind.WORDS:
        return node.word(locale.tag)
    return node.word(locale.script) if node.kind is Kind.NAMES else None


def _date(node: Node | None, parts: Mapping[str, tuple[str, str]], locale: Locale) -> Typed:
    """The parts as one date in words, which is then read like any other."""
    fields = {part: name for part, (name, _) in parts.items()}
    texts = {part: text.strip() for part, (_, text) in parts.items()}
    month = texts.get("month_name") or texts.get("short_month") or _month(texts.get("month", ""), locale)
    year = texts.get("year") or texts.get("common_year", "")
    written = " ".join(part for part in (texts.get("day", ""), month, year) if part)
    return Typed(next(iter(fields.values())), node, written)


def _month(typed: str, locale: Locale) -> str:
    number = ascii_digits(typed, [locale], "date")
    return locale.month(int(number)) if number.isdigit() and 1 <= int(number) <= 12 else typed
