"""The fields of a form as people and form maps see them: kind, options, limits, label, pages, value."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from docgen.errors import Message, TemplateRefused
from docgen.pdf.acroform.access import Dictionary, array_at, dictionary_at, entry, resolved, text
from docgen.pdf.acroform.model import TEXTUAL, FieldKind, FormField, Option
from docgen.pdf.acroform.tree import Field, Widget, fields_of

OFF = "Off"

# Field flags by their number (ISO 32000-1, Tables 221, 226, 228, 230).
READ_ONLY, REQUIRED = 1, 2
MULTILINE, PASSWORD, FILE_SELECT, COMB = 13, 14, 21, 25
NO_TOGGLE_TO_OFF, RADIO, PUSH_BUTTON, RADIOS_IN_UNISON = 15, 16, 17, 26
COMBO, EDIT, MULTI_SELECT = 18, 19, 22


def opened(pdf: bytes, password: str | None = None) -> PdfReader:
    """A reader of the form.

    Raises TemplateRefused when the bytes are no PDF or the password is missing or wrong.
    """
    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted and not reader.decrypt(password or ""):
            raise TemplateRefused(Message("the form is protected; give its password"))
        len(reader.pages)  # a file without a catalogue or with a broken page tree is found here
    except NotImplementedError:  # protected by certificates, not by a password
        raise TemplateRefused(
            Message("the form is protected in a way that no password opens; ask for an open one")
        ) from None
    except (PyPdfError, ValueError) as error:  # ValueError: a key of an impossible length
        raise TemplateRefused(
            Message("the file is not a readable PDF; check that it is complete and has no password")
        ) from error
    return reader


def fields(pdf: bytes, password: str | None = None) -> list[FormField]:
    """The terminal fields of a form in the order of its field tree; empty for a PDF without a form.

    Raises as `opened`.
    """
    return [described(field) for field in fields_of(opened(pdf, password)).values()]


def described(field: Field) -> FormField:
    """A field of the tree in our words."""
    kind = kind_of(field)
    limit = field.entry("/MaxLen")
    return FormField(
        name=field.name,
        kind=kind,
        options=tuple(options_of(field, kind)),
        max_length=int(limit) if kind in TEXTUAL and isinstance(limit, int) and limit > 0 else None,
        required=field.flag(REQUIRED),
        read_only=field.flag(READ_ONLY),
        multiple=kind is FieldKind.LIST and field.flag(MULTI_SELECT),
        editable=kind is FieldKind.DROPDOWN and field.flag(EDIT),
        label=text(field.entry("/TU")).strip() or field.name.rpartition(".")[2],
        pages=tuple(sorted({widget.page + 1 for widget in field.widgets if widget.page is not None})),
        value=value_of(field, kind),
    )


def kind_of(field: Field) -> FieldKind:
    """The kind of a field; without a type (/FT) it is judged by what else it has."""
    match field.entry("/FT"):
        case "/Btn":
            return _button(field)
        case "/Ch":
            return FieldKind.DROPDOWN if field.flag(COMBO) else FieldKind.LIST
        case "/Sig":
            return FieldKind.SIGNATURE
        case "/Tx":
            return _text_kind(field)
        case _ if any(isinstance(normal_appearance(widget), dict) for widget in field.widgets):
            return FieldKind.CHECKBOX if any(on_states(widget) for widget in field.widgets) else FieldKind.TEXT
        case _:
            return FieldKind.DROPDOWN if isinstance(field.entry("/Opt"), ArrayObject) else FieldKind.TEXT


def _button(field: Field) -> FieldKind:
    if field.flag(PUSH_BUTTON):
        return FieldKind.BUTTON
    return FieldKind.RADIO if field.flag(RADIO) else FieldKind.CHECKBOX


def _text_kind(field: Field) -> FieldKind:
    if field.flag(COMB) and field.entry("/MaxLen") and not (field.flag(MULTILINE) or field.flag(PASSWORD)):
        return FieldKind.COMB
    if any("AFDate" in script for script in _scripts(field)):
        return FieldKind.DATE
    return FieldKind.MULTILINE if field.flag(MULTILINE) else FieldKind.TEXT


def _scripts(field: Field) -> Iterator[str]:
    """The JavaScript that formats the field or watches its keys; it is read for the word AFDate and never run."""
    for holder in [*field.dictionaries, *(widget.dictionary for widget in field.widgets)]:
        actions = dictionary_at(holder, "/AA")
        for key in ("/F", "/K"):
            action = dictionary_at(actions, key) if actions is not None else None
            if action is not None:
                yield text(entry(action, "/JS"))


def normal_appearance(widget: Widget) -> Dictionary | None:
    """The /N of a widget's /AP: a stream, or a dictionary of streams by state."""
    appearance = dictionary_at(widget.dictionary, "/AP")
    return dictionary_at(appearance, "/N") if appearance is not None else None


def on_states(widget: Widget) -> list[str]:
    """The names of a button's states other than Off."""
    normal = normal_appearance(widget)
    if normal is None or isinstance(normal, StreamObject):
        return []
    return [str(key)[1:] for key in normal if str(key)[1:] != OFF]


def options_of(field: Field, kind: FieldKind) -> list[Option]:
    """Each option once, in the form's order."""
    if kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
        return list(dict.fromkeys(Option(name, name) for _, name, _ in button_states(field)))
    if kind not in (FieldKind.DROPDOWN, FieldKind.LIST):
        return []
    found = field.entry("/Opt")
    return [_option(item) for item in map(resolved, found)] if isinstance(found, ArrayObject) else []


def _option(item: object) -> Option:
    if isinstance(item, ArrayObject) and len(item) >= 2:
        return Option(text(resolved(item[0])), text(resolved(item[1])))
    return Option(text(item), text(item))


def button_states(field: Field) -> list[tuple[Widget, str, str]]:
    """(widget, option, state): what each widget of a check box or radio button stands for, and its “on” state.

    The option is the state's name, or what /Opt says at the widget's place (ISO 32000-1 §12.7.4.2.3, .4).
    """
    named = [text(item) for line in field.dictionaries for item in array_at(line, "/Opt")]
    found = []
    for at, widget in enumerate(field.widgets):
        states = on_states(widget)
        state = states[0] if states else f"{at}" if len(field.widgets) > 1 else "Yes"
        found.append((widget, named[at] if at < len(named) and named[at] else state, state))
    return found


def value_of(field: Field, kind: FieldKind) -> str | bool | tuple[str, ...] | None:
    """The field's value; of a check box with one option whether it is ticked."""
    value = field.entry("/V")
    if kind in (FieldKind.SIGNATURE, FieldKind.BUTTON):
        return None
    if kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
        return _button_value(field, kind, text(value))
    if kind is FieldKind.LIST and field.flag(MULTI_SELECT):
        chosen = value if isinstance(value, ArrayObject) else [] if value is None else [value]
        return tuple(text(resolved(item)) for item in chosen)
    if isinstance(value, ArrayObject):
        return text(resolved(value[0])) if value else None
    return None if value is None or type(value) is DictionaryObject else text(value)


def _button_value(field: Field, kind: FieldKind, state: str) -> str | bool | None:
    states = button_states(field)
    chosen = next((option for _, option, name in states if name == state), None)
    if kind is FieldKind.CHECKBOX and len({option for _, option, _ in states}) == 1:
        return chosen is not None
    return chosen
