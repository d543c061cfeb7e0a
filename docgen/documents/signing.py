"""What papers share that the person signs: who stands by, signature or thumbprint, measures for children (SOP 4.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, TypeAlias, cast

from pydantic import Field

from docgen.case import Choices, Guardian, MultilingualText
from docgen.documents.base import Document, Rule, View, text_or_nothing
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.case import Birth, FormOfAddress, Names, Sex
    from docgen.locale import Locale

_ACTS: Mapping[str, Key] = {
    "signature": "Signature",
    "thumbprint": "Thumbprint",
    "none": "Neither of them",
}

SigningAct: TypeAlias = Annotated[Literal["signature", "thumbprint", "none"], Choices(_ACTS)]
"""What the person puts under the paper; "none" is recorded on it (Thai Criminal Procedure Code, ss. 11 and 12)."""


class _Declaring(Protocol):
    """What a subclass declares besides: the person who signs, and the day."""

    @property
    def person(self) -> _Declarant: ...
    @property
    def date(self) -> dt.date: ...


class _Declarant(Protocol):
    @property
    def names(self) -> Names: ...
    @property
    def sex(self) -> Sex: ...
    @property
    def form_of_address(self) -> FormOfAddress | None: ...
    @property
    def birth(self) -> Birth: ...


class SignedPaper(Document):
    """A paper under which the person puts a signature or thumbprint; a subclass declares `person` and `date`."""

    representative: Guardian | None = Field(
        default=None,
        title="Guardian or representative present",
        description="Who stood by the person; needed where the person is or may be a child (SOP 4.3)",
    )
    signing: SigningAct = Field(title="How the person signs", description="Signature, thumbprint, or neither of them")
    signing_remark: MultilingualText | None = Field(
        default=None, title="Remark on the signature", description="Such as which finger, or why there is no signature"
    )

    @property
    def may_be_child(self) -> bool:
        """True for a child and for a person who may be one: special measures for children apply (SOP 4.3)."""
        paper = cast("_Declaring", self)
        return paper.person.birth.is_child_on(paper.date) is not False

    def view(self, locale: Locale) -> View:
        """The declarant, the measures for children, who stands by, and how the person signs."""
        paper = cast("_Declaring", self)
        return super().view(locale) | {
            "declarant": self._declarant(locale),
            "child_measures": self.may_be_child,
            "age_undetermined": paper.person.birth.is_child_on(paper.date) is None,
            "representative": self._representative(locale),
            "signing": self._signing(locale),
        }

    def _declarant(self, locale: Locale) -> str:
        paper = cast("_Declaring", self)
        return locale.declarant(paper.person, paper.date)

    def _representative(self, locale: Locale) -> View:
        """`present` is False, and the words are empty, where nobody stands by the person."""
        if self.representative is None:
            return {"present": False, "name": "", "signed": "", "relationship": ""}
        return {
            "present": True,
            "name": locale.titled(self.representative),
            "signed": locale.signatory(self.representative),
            "relationship": locale.text(self.representative.relationship),
        }

    def _signing(self, locale: Locale) -> View:
        """One true key of three (signature, thumbprint, declined), and the remark."""
        return {
            "signature": self.signing == "signature",
            "thumbprint": self.signing == "thumbprint",
            "declined": self.signing == "none",
            "remarked": self.signing_remark is not None,
            "remark": text_or_nothing(self.signing_remark, locale),
        }


def child_alone(prefix: str) -> Rule:
    """A child, or a person who may be one, decides with somebody at the child's side (SOP 4.3)."""
    message = Message(
        "the person is or may be a child and nobody stands by the child; name the guardian or representative present"
    )
    return Rule(f"{prefix}.child_alone", "4.3", "must", "representative", message,
                lambda paper: paper.may_be_child and paper.representative is None)  # fmt: skip
