"""What is wrong with the map of a form: names that the document or the form has not, and what is mapped nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from docgen.errors import Finding, Key, Message, Severity
from docgen.forms.map import FormMap, Rows, Rule
from docgen.forms.nodes import Kind, Node
from docgen.forms.sources import Sources, is_pointer
from docgen.pdf.acroform import FieldKind, FormField

_CHOICES = (FieldKind.RADIO, FieldKind.DROPDOWN, FieldKind.LIST)


def map_findings(form_map: FormMap, sources: Sources, fields: Sequence[FormField], place: str) -> Iterator[Finding]:
    """Findings on a map against the example of its type and the fields of its form; `place` names the map's file."""
    known = {each.name: each for each in fields}
    yield from _form_fields(form_map, known, place)
    for name, rule, rows in _rules_once(form_map):
        yield from _sources(name, rule, rows, sources, place)
        yield from _options(name, rule, rows, sources, known.get(name), place)
    yield from _unmapped(form_map, sources, place)


def _rules_once(form_map: FormMap) -> Iterator[tuple[str, Rule, Rows | None]]:
    """Every rule, those of rows with the name of the first row only."""
    yield from ((name, rule, None) for name, rule in form_map.fields.items())
    for rows in form_map.rows:
        yield from ((name.replace("{row}", "1"), rule, rows) for name, rule in rows.fields.items())
        if rows.rest:
            yield rows.rest.field, Rule(text=rows.rest.text), rows


def _form_fields(form_map: FormMap, known: dict[str, FormField], place: str) -> Iterator[Finding]:
    counted = Counter(form_map.names())
    for name, count in counted.items():
        if name not in known:
            yield _finding(place, "map.unknown_field", "the form has no field {item}; correct the name", name)
        if count > 1:
            yield _finding(place, "map.twice", "the form field {item} is filled twice; leave one of the two out", name)
    left = set(form_map.unmapped.form)
    for name in sorted(left - set(known)):
        yield _finding(place, "map.unknown_field", "the form has no field {item}; correct the name", name)
    for name, each in known.items():
        if name in counted or name in left or each.read_only or each.kind in (FieldKind.BUTTON, FieldKind.SIGNATURE):
            continue
        if each.required:
            text: Key = "the form asks for {item} and the map does not fill it; add it to the map"
            yield _finding(place, "map.required", text, name)
        else:
            text = "the form field {item} is not filled; add it to the map, or list it under {section}"
            yield _finding(place, "map.unfilled", text, name, "unmapped.form")


def _sources(name: str, rule: Rule, rows: Rows | None, sources: Sources, place: str) -> Iterator[Finding]:
    outer = [rows.list] if rows else list(rule.sources)
    for path in outer:
        if not _exists(path, sources):
            yield _unknown(place, name, path)
    listed = rows.list if rows else rule.list
    if listed is None or not _exists(listed, sources):
        return
    items = sources.items(listed)
    inner = rule.sources if rows and rule.list is None else rule.slots
    for path in inner:
        if items and not _exists(path, items[0]):
            yield _unknown(place, name, path)


def _unknown(place: str, name: str, path: str) -> Finding:
    message = Message("{field}: the document has no {item}; correct the path", {"field": name, "item": path or "{}"})
    return Finding(Severity.ERROR, "map.unknown_path", place, message)


def _exists(path: str, sources: Sources) -> bool:
    """Whether a path names a field of the type, or a leaf or list of the example's view."""
    if is_pointer(path) or sources.pointed:
        node = sources.node(path)
        return node is not None and node.kind is not Kind.GROUP
    return sources.raw(path) is not None


def _options(
    name: str, rule: Rule, rows: Rows | None, sources: Sources, field: FormField | None, place: str
) -> Iterator[Finding]:
    if rule.choose is None:
        return
    if field and field.kind in _CHOICES and not field.editable:
        there = {option.export for option in field.options}
        for option in sorted(set(rule.options.values()) - there):
            message = Message("{field}: the form has no option {item}; correct it", {"field": name, "item": option})
            yield Finding(Severity.ERROR, "map.option", place, message)
    node = None if rows else sources.node(rule.choose)
    for value in sorted(set(_possible(node)) - set(rule.options)):
        message = Message("{field}: there is no option for the value {item}; add it", {"field": name, "item": value})
        yield Finding(Severity.ERROR, "map.choice", place, message)


def _possible(node: Node | None) -> Sequence[str]:
    if node is None:
        return ()
    return ("true", "false") if node.kind is Kind.YES_NO else tuple(node.options)


def _unmapped(form_map: FormMap, sources: Sources, place: str) -> Iterator[Finding]:
    """Words of the view that the map neither prints nor lists as left out; a list or group counts with all in it."""
    used = {path.strip("/").replace("/", ".") for path in _paths(form_map)} | set(form_map.unmapped.document)
    for leaf in _leaves(sources.view, ""):
        if not any(leaf == path or leaf.startswith(f"{path}.") for path in used):
            text: Key = "{item} of the document is nowhere on the form; map it, or list it under {section}"
            yield _finding(place, "map.document", text, leaf, "unmapped.document")


def _paths(form_map: FormMap) -> Iterator[str]:
    for rule in form_map.fields.values():
        yield from rule.sources
    for rows in form_map.rows:
        yield rows.list


def _leaves(view: object, path: str) -> Iterator[str]:
    """Paths of the view's leaves; a list is one leaf."""
    if isinstance(view, dict):
        for key, each in view.items():
            yield from _leaves(each, f"{path}.{key}" if path else key)
    else:
        yield path


def _finding(place: str, code: str, key: Key, item: str, section: str = "") -> Finding:
    return Finding(Severity.ERROR, code, place, Message(key, {"item": item, "section": section}))
