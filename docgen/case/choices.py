"""The words of a closed choice: what stands beside each value where somebody ticks or picks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from docgen.errors import Key


@dataclass(frozen=True, eq=False, slots=True)
class Choices:
    """Pydantic annotation with the words of each value: `Annotated[Literal["urgent"], Choices({"urgent": "URGENT"})]`.

    In the JSON Schema they are `oneOf` with `const` and `title` beside the `enum`; titles are keys of the catalogues.
    """

    words: Mapping[str, Key]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return _worded(handler(schema), self.words)


class WordedEnum(StrEnum):
    """An enumeration that has words for its values."""

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        """The English words by value."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return _worded(handler(schema), cls.words())


def _worded(described: JsonSchemaValue, words: Mapping[str, str]) -> JsonSchemaValue:
    values = described.get("enum", [described["const"]] if "const" in described else [])
    return described | {"oneOf": [{"const": str(value), "title": words[str(value)]} for value in values]}
