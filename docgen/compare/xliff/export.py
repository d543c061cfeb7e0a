"""XLIFF 2.1 for translators (OASIS Standard, 13 February 2018): one file for a type and a pair of languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from docgen import sop
from docgen.compare.xliff.codes import Code, Content, Form, Inventory, blocks, inventory
from docgen.compare.xliff.inline import BREAK, OBJECT, TAB
from docgen.compare.xliff.wording import Placed, Wording, placed, translations
from docgen.docx.ooxml import XML, Element
from docgen.docx.tags import TAG
from docgen.errors import Finding, Key, Message, Severity, TranslationRefused, UnknownName

XLIFF: Final = "urn:oasis:names:tc:xliff:document:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
VERSION: Final = "2.1"
CATEGORY: Final = "docgen"
_NAMES: Final[Any] = {None: XLIFF}
_NOTHING: Final[Key] = "the two languages share no words to translate here; choose another template"
_SUBTYPES: Final = {"b": "xlf:b", "i": "xlf:i", "u": "xlf:u"}
_SHOWN: Final = {TAB: "⇥", BREAK: "↵"}


def x(name: str) -> str:
    """Clark name of an element of the core."""
    return f"{{{XLIFF}}}{name}"


def exported(source: Wording, target: Wording, meanings: Mapping[str, str] | None = None) -> bytes:
    """The passages of `source` with their translations in `target` as an XLIFF 2.1 file, UTF-8.

    A unit is a passage of both languages with words in it; its id is the anchor in `target`, its name the same as
    people read it. `meanings` says by path ("person.name") what a placeholder stands for. Raises TemplateRefused for a
    Word file that is unsafe to open, TranslationRefused where there is nothing to translate.
    """
    root = etree.Element(x("xliff"), nsmap=_NAMES | {"mda": METADATA})
    root.set("version", VERSION)
    root.set("srcLang", source.language)
    root.set("trgLang", target.language)
    file = etree.SubElement(root, x("file"), {"id": "f1", "original": target.file, "canResegment": "no"})
    group = etree.SubElement(etree.SubElement(file, f"{{{METADATA}}}metadata"), f"{{{METADATA}}}metaGroup")
    group.set("category", CATEGORY)
    for kind, value in stated(source, target).items():
        etree.SubElement(group, f"{{{METADATA}}}meta", {"type": kind}).text = value
    file.extend(unit(one, other, meanings or {}) for one, other in translations(placed(source), placed(target)))
    if file.find(x("unit")) is None:
        raise TranslationRefused([Finding(Severity.ERROR, "xliff.file", "", Message(_NOTHING))])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def stated(source: Wording, target: Wording) -> dict[str, str]:
    """What the file says it was made of, by type of metadata."""
    return {
        "document-type": target.type_id,
        "source-sha256": source.fingerprint,
        "target-sha256": target.fingerprint,
    }


def unit_id(anchor: str) -> str:
    """An anchor as an XML name token, which knows no plus sign."""
    return anchor.replace("+", ".")


def unit(source: Placed, target: Placed, meanings: Mapping[str, str]) -> Element:
    """The unit of one passage."""
    anchor = target.passage.anchor
    found = inventory(source.content, target.content)
    made = etree.Element(x("unit"), {"id": unit_id(anchor), "name": anchor}, nsmap=_NAMES)
    notes = [*_clause_notes(source, target), *_meanings(found, meanings)]
    if notes:
        held = etree.SubElement(made, x("notes"))
        for number, (category, text) in enumerate(notes, 1):
            etree.SubElement(held, x("note"), {"id": f"n{number}", "category": category}).text = text
    _original_data(made, found)
    segment = etree.SubElement(
        made, x("segment"), {"id": "s1", "state": "translated" if found.translated else "initial"}
    )
    segment.append(content("source", found.source, ordered=found.ordered))
    if found.translated:
        segment.append(content("target", found.target, ordered=found.ordered))
    return made


def _clause_notes(source: Placed, target: Placed) -> Iterator[tuple[str, str]]:
    for bookmark in dict.fromkeys((*target.passage.clauses, *source.passage.clauses)):
        number = ".".join(bookmark.split("_")[1:-1])
        try:
            clause = sop.clause(number)
        except UnknownName:
            continue
        yield "sop", f"SOP {number}: {clause.text}"


def _meanings(found: Inventory, meanings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    tags = dict.fromkeys(code.piece.text for code in found.codes.values() if TAG.fullmatch(code.piece.text))
    for tag in tags:
        path = tag.strip("{}% ")
        if path in meanings:
            yield "placeholder", f"{tag}: {meanings[path]}"


def _original_data(made: Element, found: Inventory) -> None:
    used = _used(found.source) | (_used(found.target) if found.translated else set())
    rows = [(f"d-{code.id}", code.piece.text) for code in found.codes.values() if code.id in used]
    for form in found.forms.values():
        if form.id in used:
            name = form.looks or "font"
            rows += [(f"d-{form.id}", f"<{name}>"), (f"d-{form.id}-end", f"</{name}>")]
    if rows:
        held = etree.SubElement(made, x("originalData"))
        for key, text in rows:
            etree.SubElement(held, x("data"), {"id": key}).text = text


def _used(found: Content) -> set[str]:
    codes = {item.id for _, items in found for item in items if isinstance(item, Code)}
    return codes | {form.id for form, _ in found if form is not None}


def content(name: str, found: Content, *, ordered: bool) -> Element:
    """<source> or <target> with the inline codes of the passage; `ordered`: tags of control keep their order."""
    made = etree.Element(x(name), nsmap=_NAMES)
    made.set(f"{{{XML}}}space", "preserve")
    seen: Counter[str] = Counter()
    order = (
        {name: {"canReorder": "no" if at else "firstNo"} for at, name in enumerate(blocks(found))} if ordered else {}
    )
    for form, items in found:
        holder = made
        if form is not None:
            seen[form.id] += 1
            holder = etree.SubElement(made, x("pc"), _of_form(form, seen[form.id]))
        for item in items:
            if isinstance(item, Code):
                etree.SubElement(holder, x("ph"), _of_code(item) | order.get(item.id, {}))
            elif len(holder):
                holder[-1].tail = (holder[-1].tail or "") + item.text
            else:
                holder.text = (holder.text or "") + item.text
    return made


def _of_form(form: Form, time: int) -> dict[str, str]:
    found = {"id": form.id if time == 1 else f"{form.id}-{time}", "type": "fmt"}
    if form.looks in _SUBTYPES:
        found["subType"] = _SUBTYPES[form.looks]
    return found | {"dataRefStart": f"d-{form.id}", "dataRefEnd": f"d-{form.id}-end"}


def _of_code(code: Code) -> dict[str, str]:
    shown = _SHOWN.get(code.piece.code, f"[{code.piece.text}]" if code.piece.code == OBJECT else code.piece.text)
    found = {"id": code.id, "canCopy": "no", "disp": shown, "dataRef": f"d-{code.id}"}
    if code.required:
        found["canDelete"] = "no"
    if code.piece.text.startswith("{{"):
        return found | {"type": "ui", "subType": "xlf:var"}
    return found | ({"type": "fmt", "subType": "xlf:lb"} if code.piece.code == BREAK else {"type": "other"})
