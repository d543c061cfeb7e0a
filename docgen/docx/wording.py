"""A wording: a Word template and the fragments it includes, known by one fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from docgen.docx import gate
from docgen.docx.fragments import fingerprint, includes_of


@dataclass(frozen=True)
class Wording:
    """The bytes of a template, and (name, bytes) of the fragments that it includes, in order of first use."""

    data: bytes = field(repr=False)
    fragments: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, data: bytes, file: str, given: Mapping[str, bytes]) -> Wording:
        """A template with those of the fragments `given` that it includes; it is gated, but not compiled.

        Raises TemplateRefused for a file that is unsafe or damaged, TemplateError for a fragment that is not given.
        """
        names = includes_of(gate.read(data, file), file, given)
        return cls(data, tuple((name, given[name]) for name in names))

    @cached_property
    def fingerprint(self) -> str:
        """That of the template compiled from it (`docgen.docx.fragments.fingerprint`)."""
        return fingerprint(self.data, [data for _, data in self.fragments])
