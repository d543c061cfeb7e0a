"""What each field of a form will show, measured before anything is drawn; every finding at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docgen.errors import Message
from docgen.pdf.acroform.access import Dictionary, text
from docgen.pdf.acroform.box import Box, box_of
from docgen.pdf.acroform.checking import Intent, Unfit, drawable
from docgen.pdf.acroform.comb import set_comb
from docgen.pdf.acroform.describe import (
    MULTILINE,
    OFF,
    button_states,
    described,
    normal_appearance,
    value_of,
)
from docgen.pdf.acroform.listbox import Listing, set_list
from docgen.pdf.acroform.measure import Passage, Writer
from docgen.pdf.acroform.model import TEXTUAL, FieldKind, FieldPolicy, Overflow
from docgen.pdf.acroform.setting import Frame, Setting, set_text
from docgen.pdf.acroform.style import Style, style_of
from docgen.pdf.acroform.tree import Field, Widget
from docgen.pdf.coding.runs import FontChoice

OVERFLOW = "form.overflow"
_AS_IT_WAS = FieldPolicy(Overflow.SHRINK, 1.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one widget shows: a text, a list, or the state of a button."""

    widget: Widget
    box: Box
    style: Style
    content: Setting | Listing | str


@dataclass(frozen=True, slots=True)
class Plan:
    """A field, the appearances of its widgets, and the text that is left for the addendum under a number."""

    intent: Intent
    shown: tuple[Shown, ...]
    rest: str = ""
    number: int = 0
    stored: bool = True
    """Whether the value is new; otherwise only its appearance is."""


@dataclass
class Planner:
    """Plans fields one after another; `mark` says in the language where the addendum goes on."""

    form: Dictionary
    choice: FontChoice
    writer: Writer
    policies: Mapping[str, FieldPolicy]
    default: FieldPolicy
    mark: Callable[[int], str]
    continued: int = 0
    _styles: dict[str, Style] = field(default_factory=dict)

    def plan_as_it_was(self, held: Field) -> Plan:
        """Show what a field holds already, however small. Raises Unfit for what cannot be drawn or does not fit."""
        intent = _as_is(Intent(held, described(held)), self.choice)
        return replace(replace(self, policies={held.name: _AS_IT_WAS}).plan(intent), stored=False)

    def plan(self, intent: Intent) -> Plan:
        """Show a value that was given. Raises Unfit for what does not fit its field."""
        kind = intent.form.kind
        if kind is FieldKind.LIST:
            return Plan(intent, tuple(self._list(intent, widget) for widget in intent.field.widgets))
        if kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
            pairs = zip(intent.field.widgets, intent.states, strict=True)
            return Plan(intent, tuple(Shown(each, *self._look(intent, each), state) for each, state in pairs))
        return self._text(intent)

    def _look(self, intent: Intent, widget: Widget) -> tuple[Box, Style]:
        appearance = text(intent.field.of_widget(widget, "/DA"))
        style = self._styles.get(appearance)
        if style is None:
            style = self._styles[appearance] = style_of(appearance, self.form)
        return box_of(widget.dictionary), style

    def _frame(self, intent: Intent, box: Box, style: Style) -> Frame:
        kind = intent.form.kind
        wrap = kind in TEXTUAL and kind is not FieldKind.COMB and intent.field.flag(MULTILINE)
        return Frame(box, style.size, wrap, self.policies.get(intent.form.name, self.default))

    def _list(self, intent: Intent, widget: Widget) -> Shown:
        box, style = self._look(intent, widget)
        options = [option.display for option in intent.form.options]
        frame = self._frame(intent, box, style)
        listing = set_list(options, intent.chosen, frame, style.choice(self.choice), self.writer)
        if isinstance(listing, Message):
            raise Unfit(OVERFLOW, listing)
        return Shown(widget, box, style, listing)

    def _text(self, intent: Intent) -> Plan:
        """All widgets break off at the same place, where the one that holds least does."""
        number = self.continued + 1
        mark, limit = self.mark(number), self._limit(intent)
        shown = [self._set(intent, widget, mark, limit) for widget in intent.field.widgets]
        places = [each.content.rest for each in shown if isinstance(each.content, Setting)]
        rests = [place for place in places if place is not None]
        if not rests:
            return Plan(intent, tuple(shown))
        if any(place != min(rests) for place in places):
            shown = [self._set(intent, widget, mark, min(rests)) for widget in intent.field.widgets]
        self.continued = number
        return Plan(intent, tuple(shown), intent.text[min(rests) :], number)

    def _set(self, intent: Intent, widget: Widget, mark: str, limit: int | None) -> Shown:
        box, style = self._look(intent, widget)
        frame = self._frame(intent, box, style)
        passage = Passage(intent.text, style.choice(self.choice), self.writer)
        if intent.form.kind is FieldKind.COMB and intent.form.max_length:
            found = set_comb(passage, frame, intent.form.max_length)
        else:
            found = set_text(passage, frame, mark, limit)
        if isinstance(found, Message):
            raise Unfit(OVERFLOW, found)
        return Shown(widget, box, style, found)

    def _limit(self, intent: Intent) -> int | None:
        """Where a text that is longer than the field's /MaxLen must break off. Raises Unfit if it must not."""
        most = intent.form.max_length
        excess = utf16_length(intent.text) - most if most and intent.form.kind is not FieldKind.COMB else 0
        if excess <= 0:
            return None
        policy = self.policies.get(intent.form.name, self.default)
        if policy.overflow is not Overflow.CONTINUE:
            raise Unfit(
                OVERFLOW,
                Message.counted(
                    "the text is {count} letter longer than the field takes; shorten it, or let it be continued",
                    "the text is {count} letters longer than the field takes; shorten it, or let it be continued",
                    excess,
                ),
            )
        return next(at for at in range(len(intent.text), -1, -1) if utf16_length(intent.text[:at]) <= (most or 0))


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, which is how JavaScript and so viewers count /MaxLen."""
    return len(text) + sum(char > "\uffff" for char in text)


def redrawn(fields: Mapping[str, Field], form: Dictionary) -> Iterator[Field]:
    """The fields with a value that nothing would show once a viewer no longer redraws the form.

    (A form with /NeedAppearances lets each viewer draw; PDF/A wants an appearance for every widget.)
    """
    stale = str(form.get("/NeedAppearances", "")).lower() == "true"
    for held in fields.values():
        form_field = described(held)
        if form_field.kind in (FieldKind.SIGNATURE, FieldKind.BUTTON):
            continue
        bare = any(normal_appearance(widget) is None for widget in held.widgets)
        valued = form_field.value not in (None, "", False, ()) and form_field.kind not in (
            FieldKind.CHECKBOX,
            FieldKind.RADIO,
        )
        if bare or (stale and valued):
            yield held


def _as_is(intent: Intent, choice: FontChoice) -> Intent:
    """The intent to show what the field holds."""
    value = value_of(intent.field, intent.form.kind)
    if intent.form.kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
        held = text(intent.field.entry("/V")) or OFF
        states = tuple(state if state == held else OFF for _, _, state in button_states(intent.field))
        return replace(intent, states=states)
    exports = [option.export for option in intent.form.options]
    wanted = [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
    chosen = tuple(sorted(exports.index(each) for each in wanted if each in exports))
    shown = wanted[0] if wanted else ""
    if intent.form.kind is FieldKind.DROPDOWN and chosen:
        shown = intent.form.options[chosen[0]].display
    return replace(intent, text=drawable(shown, choice), export=shown, chosen=chosen)
