"""The questions of one page, made of the fields of the model and of what a draft has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import babel

from api.web.fields import boxes
from api.web.fields.choices import Choice, choices, provinces, radios
from api.web.fields.forms import WHO, alternative
from api.web.fields.letters import foreign
from api.web.fields.summary import summary
from api.web.fields.tongue import Tongue
from api.web.fields.views import Box, Condition, Question, Who
from docgen.case import Refused
from docgen.casefile.asking import asked, conditions
from docgen.casefile.directory import title_of
from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.people import KINDS, kind_for
from docgen.casefile.places import PEOPLE, Place, path_of
from docgen.casefile.sections import Section, is_rows
from docgen.casefile.using import covered
from docgen.errors import Finding, Key, Message
from docgen.forms.nodes import Kind, Node, tree_of_value, value_at
from docgen.forms.plan import hints
from docgen.forms.values import options, understood
from docgen.locale import Locale

_DATES: Final[Mapping[str, Key]] = {boxes.DAY: "Day", boxes.MONTH: "Month", boxes.YEAR: "Year"}
_SAMPLE: Final = "2026-08-25"


@dataclass(frozen=True)
class Asker:
    """Makes the questions of one page. `problems` are the findings to show, by place; `values` is the JSON in which
    conditions are looked up; `paper` is the language in which captions stand a second time."""

    case: str
    draft: Draft
    section: Section
    tongue: Tongue
    values: Any
    problems: Mapping[Place, Sequence[Finding]] = field(default_factory=dict)
    paper: Locale | None = None

    def questions(self) -> tuple[Question, ...]:
        """The questions of the page."""
        hidden = self.hidden(self.section.node)
        return tuple(self.question(node) for node in self.section.members if str(node.steps[-1]) not in hidden)

    def question(self, node: Node) -> Question:
        """What is asked of one field."""
        place = self.section.place_at(node)
        base = Question(
            "line", path_of(place), node, self.say(node.title), tuple(self.hints(node)), node.required,
            errors=tuple(self.findings(node, place)), conditions=tuple(self.conditions(node)),
            asked=self.asked(node), beside=self.beside(node), beside_tag=self.paper.tag if self.paper else "",
        )  # fmt: skip
        if node.kind is Kind.GROUP:
            return self.group(base, node, place)
        if node.kind in (Kind.WORDS, Kind.NAMES):
            return self.worded(base, node, place)
        if node.kind is Kind.LIST:
            return self.many(base, node, place)
        return self.leaf(base, node, place)

    def say(self, key: Message | str) -> str:
        return self.tongue.reader.catalogue.translate(key) if key else ""

    def sentence(self, key: Message | str) -> str:
        return self.tongue.reader.catalogue.sentence(key)

    def beside(self, node: Node) -> str:
        """The caption as the paper has it, where that is in another language; texts have it by their boxes."""
        if self.paper is None or self.paper is self.tongue.reader or node.kind is Kind.WORDS or not node.title:
            return ""
        return self.paper.catalogue.translate(node.title)

    def hints(self, node: Node) -> Iterator[str]:
        if node.description:
            yield self.sentence(node.description)
        if node.kind in boxes.DATES:
            sample = boxes.shown(node, _SAMPLE, None, self.tongue.reader)
            yield self.sentence(Message("such as {example}", {"example": " ".join(sample.values())}))
        elif node.leaf:
            yield from (self.sentence(hint) for hint in hints(node, self.tongue.reader))

    def findings(self, node: Node, place: Place) -> Iterator[Finding]:
        yield from self.problems.get(place, ())
        if node.kind in (Kind.WORDS, Kind.NAMES):
            for other, found in self.problems.items():
                if other[: len(place)] == place and other != place:
                    yield from found

    def conditions(self, node: Node) -> Iterator[Condition]:
        group = self.around(node)
        for path, answers in conditions(group, node).items() if group else ():
            steps = (*node.steps[:-1], *path.split("/"))
            other = group.at(tuple(path.split("/"))) if group else None
            if other is None:
                continue
            words, values = options(other, self.tongue.reader), tuple(map(_form, answers))
            said = self.tongue.reader.list([words.get(value, value) for value in values], "or")
            here = any(steps[: len(each.steps)] == each.steps for each in self.section.members)
            yield Condition(path_of((*self.section.root, *steps)), values, self.say(other.title), said, here)

    def asked(self, node: Node) -> bool:
        """Whether the question is asked as things stand."""
        group = self.around(node)
        return group is None or asked(group, value_at(self.values, group.steps), node)

    def around(self, node: Node) -> Node | None:
        """The group that a field is a member of; None for a row."""
        group = self.section.node.at(node.steps[len(self.section.node.steps) : -1])
        return group if group and group.kind is Kind.GROUP else None

    # One field

    def leaf(self, base: Question, node: Node, place: Place) -> Question:
        value, typed = self.draft.at(place), self.draft.typed_at(place)
        shown = boxes.shown(node, value, typed, self.tongue.reader)
        said = replace(base, echoes=self.echoes(node, value), refused=self.misread(node, shown, typed))
        if node.kind in boxes.DATES:
            inputs = [
                Box(base.name + box, shown.get(box, ""), self.say(_DATES.get(box, ""))) for box in boxes.names(node)
            ]
            return replace(said, control="date", boxes=tuple(inputs))
        box = Box(base.name, shown.get(boxes.ONE, ""))
        chosen = choices(node, self.tongue.reader, self.province_beside(node))
        if chosen or node.kind is Kind.DISTRICT:
            if box.value and box.value not in {choice.value for choice in chosen}:
                chosen = (*chosen, Choice(box.value, self.word(node, box.value)))
            control = "radios" if radios(node) else "district" if node.kind is Kind.DISTRICT else "select"
            return replace(said, control=control, boxes=(box,), choices=chosen, chosen=(box.value,))
        control = "paragraphs" if node.kind is Kind.PARAGRAPHS else "line"
        return replace(said, control=control, boxes=(box,), wide=(node.max_length or 0) > 100)

    def word(self, node: Node, value: str) -> str:
        return options(node, self.tongue.reader).get(value) or (
            self.tongue.reader.language(value) if node.kind is Kind.LANGUAGE else value
        )

    def province_beside(self, node: Node) -> str:
        """The province that was chosen in the same group; "" for none."""
        group = self.around(node) if node.kind is Kind.DISTRICT else None
        found = [each for each in (group.members if group else ()) if each.kind is Kind.PROVINCE]
        return str(self.draft.at(self.section.place_at(found[0])) or "") if found else ""

    def echoes(self, node: Node, value: Any) -> tuple[Message, ...]:
        """How a date was read, again from the value: in both eras."""
        if value is None or node.kind not in boxes.DATES:
            return ()
        try:
            return understood(node, str(value), self.tongue.reader, self.tongue.all).messages
        except Refused:
            return ()

    def misread(self, node: Node, shown: boxes.Boxes, typed: Any) -> tuple[Message, ...]:
        if typed is None:
            return ()
        try:
            boxes.read(node, shown, self.tongue.reader, self.tongue.all)
        except Refused as error:
            return tuple(problem.message for problem in error.problems)
        return ()  # understood in the language of this page: saving it again keeps the value

    # Texts

    def worded(self, base: Question, node: Node, place: Place) -> Question:
        value = self.draft.at(place)
        codes = self.tongue.codes(node, value)
        words = value if isinstance(value, Mapping) else {}
        inputs = tuple(self.named_box(base, node, code, str(words.get(code, ""))) for code in codes)
        fills = provinces(self.tongue.reader) if node.named_by else ()
        control = "words" if node.kind is Kind.WORDS else "names"
        long = node.word(codes[0]).kind is Kind.PARAGRAPHS
        return replace(base, control=control, boxes=inputs, fills=fills, long=long)

    def named_box(self, base: Question, node: Node, code: str, value: str) -> Box:
        name = f"{base.name}/{code}"
        if node.kind is Kind.NAMES:
            scripts = babel.Locale.parse(self.tongue.reader.tag).scripts
            tag = self.tongue.of_script(code)
            return Box(name, value, scripts.get(code, code), "", tag, code, foreign(value, code), code)
        locale = self.tongue.locales.get(code)
        note = locale.catalogue.translate(node.title) if locale and locale is not self.tongue.reader else ""
        return Box(
            name, value, self.tongue.reader.language(code), note, code, letters=locale.script if locale else ""
        )  # fmt: skip

    # Lists and groups

    def many(self, base: Question, node: Node, place: Place) -> Question:
        item = node.item(0)
        if item.kind is Kind.CHOICE:
            chosen = tuple(map(str, self.draft.at(place) or ()))
            return replace(base, control="ticks", choices=choices(item, self.tongue.reader), chosen=chosen)
        there = self.draft.rows(place)
        full = node.max_items is not None and there >= node.max_items
        rows = tuple(self.question(node.item(index)) for index in range(there + (0 if full and there else 1)))
        return replace(base, control="many", members=tuple(replace(row, hints=()) for row in rows))

    def hidden(self, node: Node) -> frozenset[str]:
        """The members that an entry of the directory fills."""
        used = path_of(self.section.place_at(node)) in self.draft.uses
        return covered(node) if used else frozenset()

    def group(self, base: Question, node: Node, place: Place) -> Question:
        hidden = self.hidden(node)
        shown = [each for each in node.members if not is_rows(each) and str(each.steps[-1]) not in hidden]
        either = {name for names in node.one_of for name in names}
        members = tuple(
            replace(question, required=question.required or str(question.node.steps[-1]) in either)
            for question in map(self.question, shown)
        )
        return replace(
            base, control="group", members=members, alternatives=self.alternatives(node),
            known=alternative(self.draft, node, place), who=self.who(node),
        )  # fmt: skip

    def alternatives(self, node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The words of each alternative of a group, and the names of its questions."""
        place = self.section.place_at(node)
        found = []
        for names in node.one_of:
            titles = [self.say(each.title) for each in node.members if each.steps[-1] in names]
            found.append((titles[0], tuple(path_of((*place, name)) for name in names)))
        return tuple(found)

    def who(self, node: Node) -> Who | None:
        place = self.section.place_at(node)
        kind = kind_for(node) if place[:1] != (PEOPLE,) else None
        if kind is None:
            return None
        reader = self.tongue.reader
        entries = tuple(
            Choice(person, " – ".join(filter(None, title_of(kind, entry[VALUE], reader))))
            for person, entry in self.draft.people.items()
            if entry[KIND] == kind
        )
        used = self.draft.uses.get(path_of(place), "")
        chosen = used if used in self.draft.people else ""
        lines = summary(tree_of_value(KINDS[kind]), self.draft.people[chosen][VALUE], reader) if chosen else ()
        address = f"/cases/{self.case}/at/{path_of((PEOPLE, chosen))}"
        return Who(path_of(place) + WHO, kind, entries, chosen, address, tuple(lines))


def _form(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
