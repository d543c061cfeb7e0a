"""The case: everything that the papers of one human-trafficking case draw on, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, JsonValue, ValidationError

from docgen.case import strict_json
from docgen.case.agency import AgencyProfile, Embassy
from docgen.case.base import Value
from docgen.case.codes import TypeId
from docgen.case.findings import findings_of
from docgen.case.official import Interpreter, Interview
from docgen.case.person import Person
from docgen.case.text import Identifier
from docgen.errors import InputRefused


class Case(Value):
    """One case. `documents` holds, by document type, particulars that the type validates later."""

    reference: Identifier = Field(title="Case number", description="Number that the issuing agency gave the case")
    agency: AgencyProfile = Field(title="Issuing agency", description="Agency that issues the papers; its letterhead")
    counterpart: AgencyProfile | None = Field(
        default=None, title="Counterpart", description="The other Party's Central Cooperation Center (SOP Art. 2)"
    )
    person: Person | None = Field(default=None, title="Person", description="Whom the case is about")
    interview: Interview | None = Field(default=None, title="Interview", description="Interview with the person")
    interpreter: Interpreter | None = Field(default=None, title="Interpreter", description="Interpreter for the person")
    embassy: Embassy | None = Field(default=None, title="Embassy", description="Embassy of the person's country")
    documents: Mapping[TypeId, Mapping[str, JsonValue]] = Field(
        default_factory=dict, title="Documents", description="Particulars of each document, by document type"
    )

    @classmethod
    def load(cls, data: bytes | str) -> Self:
        """Read and validate the JSON of a case (UTF-8); raises InputRefused with every problem found, at most 100."""
        return cls.from_tree(strict_json.load(data))

    @classmethod
    def from_tree(cls, tree: object) -> Self:
        """Validate a JSON tree that `strict_json.load` let through; raises InputRefused."""
        try:
            return cls.model_validate(tree)
        except ValidationError as error:
            findings = findings_of(error)
        raise InputRefused(findings)  # outside the handler: no Pydantic error, hence no input, in the context
