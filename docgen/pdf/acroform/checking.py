"""Values against the fields they are for: what each field is to hold, and a finding for each value it cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.case import pointer
from docgen.errors import Finding, Message, Severity
from docgen.pdf.acroform.describe import (
    FILE_SELECT,
    NO_TOGGLE_TO_OFF,
    OFF,
    PASSWORD,
    RADIOS_IN_UNISON,
    button_states,
    described,
)
from docgen.pdf.acroform.model import TEXTUAL, FieldKind, FormField, Value
from docgen.pdf.acroform.tree import Field
from docgen.pdf.coding.runs import FontChoice, right_to_left

_SHOWN_OPTIONS = 20


class Unfit(Exception):
    """A value that its field cannot hold: a stable code and what to do."""

    def __init__(self, code: str, message: Message) -> None:
        self.code, self.message = code, message
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a field is to hold."""

    field: Field
    form: FormField
    text: str = ""
    """What a text field or drop-down shows."""
    export: str = ""
    """What it stores."""
    chosen: tuple[int, ...] = ()
    """Places of the chosen options of a list or drop-down."""
    states: tuple[str, ...] = ()
    """Of a check box or radio button: the state of each widget."""


def intents(fields: Mapping[str, Field], values: Mapping[str, Value], choice: FontChoice) -> Iterator[Intent | Finding]:
    """For each value what its field is to hold, in the form's order, or a finding; unknown names last."""
    for name, field in fields.items():
        if name in values:
            try:
                yield intent(field, values[name], choice)
            except Unfit as unfit:
                yield finding(name, unfit.code, unfit.message)
    for name in values:
        if name not in fields:
            message = Message("there is no such field here; remove it, or correct its name")
            yield finding(name, "form.unknown_field", message)


def finding(name: str, code: str, message: Message) -> Finding:
    """An error at the field's name as a JSON Pointer (RFC 6901)."""
    return Finding(Severity.ERROR, code, pointer([name]), message)


def intent(field: Field, value: Value, choice: FontChoice) -> Intent:
    """What the field is to hold. Raises Unfit."""
    form = described(field)
    if form.kind in (FieldKind.SIGNATURE, FieldKind.BUTTON) or _hidden(field, form.kind):
        raise Unfit(
            "form.not_fillable",
            Message("a field for a signature, password, file or command is not filled; leave it out"),
        )
    if form.read_only:
        raise Unfit("form.read_only", Message("the field is read-only; leave it out"))
    if form.kind in TEXTUAL:
        given = _string(value)
        return Intent(field, form, drawable(given, choice), given)
    if form.kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
        return Intent(field, form, states=_states(field, form, value))
    return _choice(field, form, value, choice)


def _hidden(field: Field, kind: FieldKind) -> bool:
    return kind in TEXTUAL and (field.flag(PASSWORD) or field.flag(FILE_SELECT))


def _string(value: Value) -> str:
    if not isinstance(value, str):
        raise Unfit("form.kind", Message("text in quotation marks is expected here; write text"))
    return value


def drawable(text: str, choice: FontChoice) -> str:
    """The text, if it can be drawn. Raises Unfit, which names the characters by their codes."""
    missing = choice.undrawable(text) - {"\r"}
    if not missing:
        return text
    if turned := right_to_left(text):
        codes = {"codes": _codes(turned)}
        raise Unfit(
            "form.right_to_left", Message("text from right to left ({codes}) cannot be set; write it by hand", codes)
        )
    raise Unfit(
        "form.character",
        Message(
            "no font of this system draws {codes}; write it in letters of the languages offered",
            {"codes": _codes(missing)},
        ),
    )


def _codes(characters: frozenset[str]) -> str:
    return ", ".join(f"U+{ord(char):04X}" for char in sorted(characters))


def _choice(field: Field, form: FormField, value: Value, choice: FontChoice) -> Intent:
    """Of a drop-down or list."""
    if form.multiple and not isinstance(value, str):
        if isinstance(value, bool) or not all(isinstance(item, str) for item in value):
            raise Unfit("form.kind", Message("a list is expected here; write it in square brackets"))
        wanted: Sequence[str] = value
    else:
        wanted = [_string(value)] if value != "" else []
    if form.editable and wanted and _place(form, wanted[0]) is None:
        return Intent(field, form, drawable(wanted[0], choice), wanted[0])
    chosen = sorted({_place_or_refuse(form, item) for item in wanted})
    texts = [drawable(form.options[at].display, choice) for at in chosen]
    exports = [form.options[at].export for at in chosen]
    return Intent(field, form, texts[0] if texts else "", exports[0] if exports else "", tuple(chosen))


def _place(form: FormField, value: str) -> int | None:
    """Where an option stands, by what is stored, else by what is read."""
    exports = [option.export for option in form.options]
    displays = [option.display for option in form.options]
    return exports.index(value) if value in exports else displays.index(value) if value in displays else None


def _place_or_refuse(form: FormField, value: str) -> int:
    found = _place(form, value)
    if found is None:
        raise _no_option(form)
    return found


def _no_option(form: FormField) -> Unfit:
    shown = [option.export for option in form.options[:_SHOWN_OPTIONS]]
    choices = ", ".join([*shown, *(["…"] if len(form.options) > _SHOWN_OPTIONS else [])])
    return Unfit(
        "form.option", Message("not one of the possible choices; write one of: {choices}", {"choices": choices})
    )


def _states(field: Field, form: FormField, value: Value) -> tuple[str, ...]:
    """The state of each widget of a check box or radio button."""
    known = button_states(field)
    if value is False or value == "" or (value == OFF and not any(option == OFF for _, option, _ in known)):
        if form.kind is FieldKind.RADIO and field.flag(NO_TOGGLE_TO_OFF) and form.value is not None:
            raise Unfit("form.option", Message("one of the options must stay chosen; name the one to choose"))
        return (OFF,) * len(known)
    if value is True:
        if len(form.options) != 1:
            raise _no_option(form)
        value = form.options[0].export
    elif not isinstance(value, str):
        raise Unfit(
            "form.kind",
            Message("true or false is expected here; write one of the two, without quotation marks"),
        )
    on = [option == value for _, option, _ in known]
    if not any(on):
        on = [state == value for _, _, state in known]
    if not any(on):
        raise _no_option(form)
    if form.kind is FieldKind.RADIO and not field.flag(RADIOS_IN_UNISON):
        first = on.index(True)
        on = [at == first for at in range(len(on))]
    return tuple(state if each else OFF for each, (_, _, state) in zip(on, known, strict=True))
