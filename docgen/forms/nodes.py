"""A document type as a tree of fields, each with kind, caption and limits: all of it from the type's JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, TypeAlias

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from docgen.case import Case, Value
from docgen.documents import Document

Steps: TypeAlias = tuple[str | int, ...]
"""The way from the document down to a field: ("person", "names", "Latn")."""


class Kind(StrEnum):
    """What a field of a document holds."""

    GROUP = "group"
    LIST = "list"
    NAMES = "names"
    """A name by script (ISO 15924)."""
    WORDS = "words"
    """A text by language (BCP 47)."""
    LINE = "line"
    PARAGRAPHS = "paragraphs"
    DAY = "date"
    PARTIAL_DATE = "edtf"
    TIME = "time-of-day"
    INTEGER = "integer"
    AMOUNT = "decimal"
    YES_NO = "boolean"
    CHOICE = "choice"
    COUNTRY = "country"
    CURRENCY = "currency"
    LANGUAGE = "language"
    PROVINCE = "province"
    """A province or capital of one of the Parties (ISO 3166-2)."""
    DISTRICT = "district"


_BRANCHES = (Kind.GROUP, Kind.LIST, Kind.NAMES, Kind.WORDS)
_MOST_REACHED = 4096
CODES = (Kind.COUNTRY, Kind.CURRENCY, Kind.LANGUAGE, Kind.PROVINCE, Kind.DISTRICT)
_FORMATS = {kind.value: kind for kind in (Kind.DAY, Kind.PARTIAL_DATE, Kind.TIME, Kind.AMOUNT, *CODES)}
_TYPES = {"integer": Kind.INTEGER, "boolean": Kind.YES_NO, "array": Kind.LIST}


@dataclass(frozen=True, eq=False)
class Node:
    """One field of a document type, or a group or list of them.

    `required` only says that its own parent has no default for it; `title` and `description` are keys of catalogues.
    """

    steps: Steps
    schema: Mapping[str, Any]
    definitions: Mapping[str, Any]
    title: str
    required: bool
    description: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    """What its own declaration says of it, beside the schema of its type."""

    @property
    def path(self) -> str:
        """The way down, written with slashes: a JSON Pointer into the document, without the first slash."""
        return "/".join(map(str, self.steps))

    @cached_property
    def kind(self) -> Kind:
        """The kind that the schema's type and format say."""
        if "propertyNames" in self.schema:
            return Kind.NAMES if self.schema["propertyNames"].get("format") == "script" else Kind.WORDS
        if "enum" in self.schema or "const" in self.schema:
            return Kind.CHOICE
        kind = _FORMATS.get(self.schema.get("format", "")) or _TYPES.get(self.schema.get("type", ""))
        if kind:
            return kind
        if "properties" in self.schema:
            return Kind.GROUP
        return Kind.LINE if "pattern" in self.schema else Kind.PARAGRAPHS

    @property
    def leaf(self) -> bool:
        """Whether it holds one value."""
        return self.kind not in _BRANCHES

    @property
    def options(self) -> Mapping[str, str]:
        """Value → English words of a CHOICE; where the type gives no words, the value itself."""
        words = {each["const"]: each["title"] for each in self.schema.get("oneOf", ())}
        values = self.schema.get("enum") or ([self.schema["const"]] if "const" in self.schema else [])
        return {str(value): words.get(value, str(value).replace("_", " ")) for value in values}

    @property
    def named_by(self) -> str:
        """What can fill a text in every language: "province"; "" where nothing can."""
        return str(self.said.get("named_by", ""))

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """Sets of members of a GROUP of which one alone is filled: `("date",), ("estimated_age", "estimated_on")`."""
        return tuple(tuple(names) for names in self.schema.get("one_of", ()))

    @property
    def max_length(self) -> int | None:
        """The most characters that a text may have."""
        return self.schema.get("maxLength")

    @property
    def min_items(self) -> int:
        """The fewest items that a list may have."""
        return int(self.schema.get("minItems", 0))

    @property
    def max_items(self) -> int | None:
        """The most items that a list may have."""
        return self.schema.get("maxItems")

    @cached_property
    def members(self) -> tuple[Node, ...]:
        """The fields of a GROUP in the order in which the type declares them; none of any other kind."""
        needed = self.schema.get("required", ())
        return tuple(
            self._below(name, each, name in needed) for name, each in self.schema.get("properties", {}).items()
        )

    def item(self, index: int) -> Node:
        """An item of a LIST; its caption is the list's."""
        return self._below(index, self.schema["items"], index < self.min_items)

    def word(self, code: str) -> Node:
        """The entry of NAMES or WORDS for one script or language."""
        (schema,) = self.schema["patternProperties"].values()
        return self._below(code, schema, self.required)

    def at(self, steps: Steps) -> Node | None:
        """The field below this one; None where the type declares none."""
        if steps in self._reached:
            return self._reached[steps]
        node: Node | None = self
        for step in steps:
            node = node._child(step) if node else None
        if node and len(self._reached) < _MOST_REACHED:
            self._reached[steps] = node
        return node

    @cached_property
    def _reached(self) -> dict[Steps, Node]:
        """Rows of a batch ask for the same few hundred fields each time."""
        return {}

    def _child(self, step: str | int) -> Node | None:
        if self.kind is Kind.LIST:
            return self.item(int(step)) if str(step).isdigit() else None
        if self.kind in (Kind.NAMES, Kind.WORDS):
            return self.word(str(step))
        return next((node for node in self.members if node.steps[-1] == step), None)

    def _below(self, step: str | int, schema: Mapping[str, Any], required: bool) -> Node:
        resolved = _resolved(schema, self.definitions)
        top = _case_captions().get(str(step), ("", "")) if not self.steps else ("", "")
        title = schema.get("title") or top[0] or _named(self, step)
        description = schema.get("description") or top[1]
        return Node((*self.steps, step), resolved, self.definitions, title, required, description, schema)


def _named(parent: Node, step: str | int) -> str:
    """The caption of a field that has none of its own: its list's, else its name."""
    inherits = isinstance(step, int) or parent.kind in (Kind.NAMES, Kind.WORDS)
    return parent.title if inherits else str(step).replace("_", " ")


class _WithCaptions(GenerateJsonSchema):
    """JSON Schema in which a caption stays where it is the same as the name of the class."""

    def handle_ref_overrides(self, json_schema: JsonSchemaValue) -> JsonSchemaValue:
        return json_schema


def _resolved(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema without `null` and with what it refers to."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, definitions)
    reference = schema.get("$ref", "").rpartition("/")[2]
    return definitions[reference] if reference else schema


@cache
def tree_of(kind: type[Document]) -> Node:
    """The whole type as one GROUP."""
    schema = kind.model_json_schema(schema_generator=_WithCaptions)
    return Node((), schema, schema.get("$defs", {}), kind.title, required=True)


@cache
def tree_of_case() -> Node:
    """The case itself, whose shared values documents take."""
    schema = Case.model_json_schema(schema_generator=_WithCaptions)
    return Node((), schema, schema.get("$defs", {}), "", required=True)


@cache
def tree_of_value(model: type[Value]) -> Node:
    """One value of a case by itself, as an official."""
    schema = model.model_json_schema(schema_generator=_WithCaptions)
    return Node((), schema, schema.get("$defs", {}), "", required=True)


@cache
def _case_captions() -> Mapping[str, tuple[str, str]]:
    """Captions that the case declares for what its papers share."""
    fields = Case.model_fields.items()
    return {name: (field.title or "", field.description or "") for name, field in fields}


def shown(document: Document) -> dict[str, Any]:
    """The document as JSON without what no paper made of it shows."""
    tree = document.model_dump(mode="json")
    for path in document.withheld:
        *above, last = steps_of(path)
        holder = value_at(tree, tuple(above))
        if isinstance(holder, dict):
            holder.pop(last, None)
    return tree


def steps_of(path: str) -> Steps:
    """A path with slashes as steps; numbers are places in lists."""
    return tuple(int(step) if step.isdigit() else step for step in path.split("/"))


def value_at(tree: Any, steps: Steps) -> Any:
    """What stands there in a JSON tree; None where nothing does."""
    for step in steps:
        if isinstance(tree, Mapping):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def leaves(node: Node, tree: Any) -> Iterator[tuple[Node, Any]]:
    """Every field of a document that has a value, with the value."""
    value = value_at(tree, node.steps)
    if value is None:
        return
    if node.leaf:
        yield node, value
    elif node.kind is Kind.GROUP:
        for member in node.members:
            yield from leaves(member, tree)
    elif node.kind is Kind.LIST:
        for index in range(len(value)):
            yield from leaves(node.item(index), tree)
    else:
        for code in value:
            yield from leaves(node.word(code), tree)
