"""What every document type is: the fields it declares, the SOP clauses it carries, its rules and its view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import BaseModel, Field, PrivateAttr, ValidationError

from docgen.case import AgencyProfile, Case, Choices, Identifier, Official, Party, Value, findings_of
from docgen.errors import Finding, InputRefused, Key, Message, Severity

if TYPE_CHECKING:
    from docgen.locale import Locale

View: TypeAlias = dict[str, Any]
"""What a template sees: dicts and lists whose every leaf is a finished string or a bool."""

Verb: TypeAlias = Literal["shall", "must", "should", "may"]

_SEVERITY: Mapping[str, Severity] = {
    "shall": Severity.ERROR,
    "must": Severity.ERROR,
    "should": Severity.WARNING,
    "may": Severity.ADVICE,
}


_SCRIPT_CODE = re.compile("[A-Z][a-z]{3}")


def _as_in_the_case(name: str) -> Any:
    """A required field with the caption that the case declares for it."""
    declared = Case.model_fields[name]
    return Field(title=declared.title, description=declared.description)


MARKINGS: Mapping[str, Key] = {"confidential": "CONFIDENTIAL", "secret": "SECRET", "top_secret": "TOP SECRET"}
Secrecy: TypeAlias = Annotated[Literal["confidential", "secret", "top_secret"], Choices(MARKINGS)]
"""What is marked on every page, from the lowest degree of secrecy to the highest."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of the SOP on one field.

    `verb` is the modal verb of the clause that makes the demand: it decides how the finding binds. `field` is the path
    inside the document ("interpreter/accompanied_person"); `broken` tells whether a document breaks the rule.
    """

    code: str
    clause: str
    verb: Verb
    field: str
    message: Message
    broken: Callable[[Any], bool]

    @property
    def severity(self) -> Severity:
        return _SEVERITY[self.verb]


class Document(Value):
    """One paper of the SOP. A subclass declares its fields; a field whose name the case shares is taken from there.

    The particulars may restate a shared field when this one paper differs (another agency of the Party issues it).
    Everything else about the persons of the case stays out of the document: purpose limitation by construction.
    """

    type_id: ClassVar[str]
    title: ClassVar[Key]
    """English title of the type, a key for the catalogues."""
    clauses: ClassVar[tuple[str, ...]]
    """SOP clauses that the templates must carry, by number."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    example: ClassVar[str]
    """JSON text of a complete case for this type, with invented people."""

    reference: Identifier = _as_in_the_case("reference")
    agency: AgencyProfile = _as_in_the_case("agency")
    _restated: frozenset[str] = PrivateAttr(default=frozenset())
    _leaves: tuple[tuple[str, Any], ...] | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, case: Case) -> Self:
        """Take this type's declared fields from the case.

        Raises InputRefused with a finding for every field that is missing or not acceptable.
        """
        particulars = case.documents.get(cls.type_id)
        if particulars is None:
            raise InputRefused([cls._absent()])
        shared = {
            name: value
            for name in _shared_names() & set(cls.model_fields)
            if (value := getattr(case, name)) is not None
        }
        try:
            document = cls.model_validate({**shared, **particulars}, from_attributes=True)
        except ValidationError as error:
            findings = findings_of(error)
        else:
            document._restated = frozenset(particulars)
            return document
        # Outside the handler: no Pydantic error, hence no value of the case, stays in the context.
        at_home = set(particulars) | (set(cls.model_fields) - _shared_names())
        raise InputRefused(replace(found, pointer=cls._pointer(found.pointer[1:], at_home)) for found in findings)

    @classmethod
    def _absent(cls) -> Finding:
        return Finding(
            Severity.ERROR,
            "document.absent",
            f"/documents/{cls.type_id}",
            Message("the case has no particulars for this document; add them under “documents”"),
        )

    @classmethod
    def _pointer(cls, field: str, at_home: AbstractSet[str]) -> str:
        top = field.split("/", 1)[0]
        shared = top in _shared_names() and top not in at_home
        return f"/{field}" if shared else f"/documents/{cls.type_id}/{field}"

    @property
    def secrecy(self) -> Secrecy | None:
        """The degree of secrecy that is marked on every page; none where the type has no such marking."""
        return None

    def pointer(self, field: str) -> str:
        """JSON Pointer, in the case, of a field path of this document such as "person/names"."""
        return self._pointer(field, self._restated)

    def findings(self) -> Iterator[Finding]:
        """The rules of the SOP that this document breaks."""
        for rule in self.rules:
            if rule.broken(self):
                yield Finding(rule.severity, rule.code, self.pointer(rule.field), rule.message, rule.clause)

    def leaves(self) -> tuple[tuple[str, Any], ...]:
        """Every string of the document, and every mapping of words by language or script, with its path."""
        if self._leaves is None:
            found: list[tuple[str, Any]] = []
            for name in type(self).model_fields:
                _gather(name, getattr(self, name), found)
            self._leaves = tuple(found)
        return self._leaves

    @property
    def withheld(self) -> frozenset[str]:
        """Paths of fields, with all below them, that no paper made of this document shows, forms included.

        The view leaves them out by itself; this says it to whatever reads the fields directly.
        """
        return frozenset()

    def names(self, locale: Locale) -> tuple[str, ...]:
        """Every name of a person in this document as the locale prints it, other names included; longest first."""
        leaves = self.leaves()
        found = {locale.name(value) for _, value in leaves if isinstance(value, Mapping) and is_names(value)}
        found |= {value for path, value in leaves if isinstance(value, str) and "/aliases/" in path}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def view(self, locale: Locale) -> View:
        """Everything the template prints, finished in the locale's language."""
        return {
            "reference": self.reference,
            "letterhead": letterhead(self.agency, locale),
            "emblem_description": locale.term("Emblem of the issuing agency"),
        }


def is_names(words: Mapping[str, Any]) -> bool:
    """Whether a mapping is a name by script (ISO 15924), not a text by language."""
    return all(_SCRIPT_CODE.fullmatch(key) for key in words)


def _gather(path: str, value: Any, found: list[tuple[str, Any]]) -> None:
    if isinstance(value, str):
        found.append((path, value))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            _gather(f"{path}/{name}", getattr(value, name), found)
    elif isinstance(value, Mapping):
        found.append((path, value))
        for key, item in value.items():
            _gather(f"{path}/{key}", item, found)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _gather(f"{path}/{index}", item, found)


def _shared_names() -> set[str]:
    return set(Case.model_fields) - {"documents"}


def letterhead(agency: AgencyProfile, locale: Locale) -> View:
    """The issuing agency's head: the Party decides the form, the language decides the words.

    `urgency` is the mark of what must be handled fast; only correspondence fills it.
    """
    return {
        "cambodian": agency.party is Party.CAMBODIA,
        "thai": agency.party is Party.THAILAND,
        "superior": [locale.text(unit) for unit in agency.superior],
        "agency": locale.text(agency.name),
        "address": locale.text(agency.address),
        "city": locale.text(agency.city),
        "telephone": agency.telephone,
        "email": agency.email or "",
        "urgency": "",
    }


def official_view(official: Official, locale: Locale) -> View:
    """An official with title, post and agency."""
    return {
        "name": locale.official(official),
        "position": locale.text(official.position),
        "agency": locale.text(official.agency),
    }


def signing_official(official: Official, locale: Locale) -> View:
    """An official who also signs: the name under one's own signature may have another form."""
    return official_view(official, locale) | {"signed": locale.signatory(official)}


def text_or_nothing(text: Mapping[str, str] | None, locale: Locale) -> str:
    """The words in the locale's language; nothing where there are none."""
    return locale.text(text) if text else ""
