"""Words that exist once per language or script: names, multilingual lines and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from docgen.case.codes import LanguageTag, ScriptCode
from docgen.case.text import Line, Paragraphs

_PER_CODE = Field(min_length=1, max_length=20, json_schema_extra={"additionalProperties": False})

Names = Annotated[Mapping[ScriptCode, Line], _PER_CODE]
"""ISO 15924 script code → the name as the identity document prints it in that script; at least one, none made up."""
MultilingualLine = Annotated[Mapping[LanguageTag, Line], _PER_CODE]
"""BCP 47 language tag → one line in that language; at least one."""
MultilingualText = Annotated[Mapping[LanguageTag, Paragraphs], _PER_CODE]
"""BCP 47 language tag → paragraphs in that language; at least one."""
