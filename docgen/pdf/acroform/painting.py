"""Plans carried out: values stored, appearances made, states of buttons set (ISO 32000-1 §12.7.4)."""

from __future__ import annotations

import codecs

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    encode_pdfdocencoding,
)

from docgen.pdf.acroform.access import Dictionary, entry, resolved
from docgen.pdf.acroform.buttons import drawn_by_itself, ground, sign_of, tick
from docgen.pdf.acroform.comb import comb_of, dividers
from docgen.pdf.acroform.describe import OFF, button_states, normal_appearance, on_states
from docgen.pdf.acroform.drawing import lines_of, variable_text
from docgen.pdf.acroform.embed import Fonts
from docgen.pdf.acroform.listbox import Listing, list_of
from docgen.pdf.acroform.model import FieldKind
from docgen.pdf.acroform.planning import Plan, Shown
from docgen.pdf.acroform.setting import Setting
from docgen.pdf.acroform.tree import Widget

_PRINT, _HIDDEN, _NO_VIEW = 1 << 2, 1 << 1, 1 << 5  # annotation flags (ISO 32000-1, Table 165)
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF8)


class Painter:
    """Puts plans into the document; `fonts` draws for all of them."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts

    def paint(self, plan: Plan) -> None:
        """Store a field's value and show it in all of its widgets."""
        if plan.stored:
            self._store(plan)
        for shown in plan.shown:
            widget = shown.widget.dictionary
            if isinstance(shown.content, str):
                self._button(plan, shown, shown.content)
            else:
                made = self._fonts.appearance(shown.box, self._content(plan, shown))
                widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): made})
            _let_print(widget)

    def _store(self, plan: Plan) -> None:
        intent = plan.intent
        holders = intent.field.dictionaries
        for each in [*holders, *(widget.dictionary for widget in intent.field.widgets)]:
            for key in ("/V", "/RV", "/I"):
                each.pop(key, None)
        for holder in holders:
            if intent.states:
                on = next((state for state in intent.states if state != OFF), OFF)
                holder[NameObject("/V")] = NameObject(f"/{on}")
            elif intent.form.kind in (FieldKind.LIST, FieldKind.DROPDOWN):
                _store_choice(plan, holder)
            else:
                holder[NameObject("/V")] = text_string(intent.export)

    def _content(self, plan: Plan, shown: Shown) -> str:
        box, content, colour = shown.box, shown.content, shown.style.colour
        if isinstance(content, Listing):
            return variable_text(box, "", list_of(box, content, colour, self._fonts.of))
        assert isinstance(content, Setting)
        quadding = entry(shown.widget.dictionary, "/Q")
        quadding = plan.intent.field.entry("/Q") if quadding is None else quadding
        quadding = quadding if quadding in (1, 2) else 0
        cells = plan.intent.form.max_length
        if plan.intent.form.kind is FieldKind.COMB and cells:
            body = comb_of(box, content, cells, quadding, self._fonts.of)
            return dividers(box, cells) + variable_text(box, colour, body)
        return variable_text(box, colour, lines_of(box, content, quadding, self._fonts.of))

    def _button(self, plan: Plan, shown: Shown, state: str) -> None:
        """Set the state; draw the appearances anew that name fonts which are not embedded, or that are missing."""
        widget, box = shown.widget.dictionary, shown.box
        widget[NameObject("/AS")] = NameObject(f"/{state}")
        radio = plan.intent.form.kind is FieldKind.RADIO
        sign = sign_of(widget, radio=radio)
        back = ground(box, round_=radio and sign == "l")
        normal = _own_states(shown.widget)
        for name in [*(on_states(shown.widget) or _states_without_looks(plan, shown)), OFF]:
            key = NameObject(f"/{name}")
            if not drawn_by_itself(resolved(normal.get(key))):
                sign_drawn = "" if name == OFF else tick(box, sign, shown.style.colour)
                normal[key] = self._fonts.appearance(box, back + sign_drawn)


def _states_without_looks(plan: Plan, shown: Shown) -> list[str]:
    """The on state of a widget that has no appearances yet."""
    return [state for widget, _, state in button_states(plan.intent.field) if widget is shown.widget]


def _own_states(widget: Widget) -> Dictionary:
    """The widget's states in a dictionary that no other widget shares; of its appearances only /N is kept."""
    normal = normal_appearance(widget)
    own = DictionaryObject(normal) if normal is not None and not isinstance(normal, StreamObject) else None
    own = DictionaryObject() if own is None else own
    widget.dictionary[NameObject("/AP")] = DictionaryObject({NameObject("/N"): own})
    return own


def _store_choice(plan: Plan, holder: Dictionary) -> None:
    """/V, /I and, for a list, /TI (ISO 32000-1, Table 231)."""
    intent = plan.intent
    exports = [intent.form.options[at].export for at in intent.chosen] or ([intent.export] if intent.export else [])
    if not exports:
        return
    strings = ArrayObject(text_string(each) for each in exports)
    holder[NameObject("/V")] = strings if len(exports) > 1 else strings[0]
    if intent.chosen:
        holder[NameObject("/I")] = ArrayObject(NumberObject(at) for at in intent.chosen)
    first = plan.shown[0].content if plan.shown else None
    if isinstance(first, Listing):
        holder[NameObject("/TI")] = NumberObject(first.top)


def _let_print(widget: Dictionary) -> None:
    """What is filled in is printed, unless the form hides it (PDF/A wants the flag)."""
    flags = entry(widget, "/F")
    flags = flags if isinstance(flags, int) else 0
    if not flags & (_HIDDEN | _NO_VIEW):
        widget[NameObject("/F")] = NumberObject(flags | _PRINT)


def text_string(value: str) -> TextStringObject:
    """A text string (ISO 32000-1 §7.9.2.2) in PDFDocEncoding where that can say it, else in UTF-16BE."""
    made = TextStringObject(value)
    if made.autodetect_pdfdocencoding and encode_pdfdocencoding(value).startswith(_BYTE_ORDER_MARKS):
        made.autodetect_pdfdocencoding, made.autodetect_utf16 = False, True
        made.utf16_bom = codecs.BOM_UTF16_BE
    return made
