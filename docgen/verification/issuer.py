"""The issuer: gives each paper of an installation its code and what the paper prints of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypedDict

from docgen.docx.verification import Verification
from docgen.errors import Key
from docgen.locale import Locale
from docgen.verification import code, qr

_CAPTION: Final[Key] = "Verification code"


class Printed(TypedDict):
    """What a paper prints beside its view, as `docgen.docx.Template.render` takes it."""

    title: str
    language: str
    images: Mapping[str, bytes]
    mark: str | None


@dataclass(frozen=True)
class Seal:
    """What a form bears, which is drawn without Word: the code, its caption, its QR as rows of "1" (dark) and "0"."""

    code: str
    caption: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Issuer:
    """An installation's key (bytes, never shown) and the address that its QRs put before the code ("" for none)."""

    key: bytes = field(repr=False)
    url: str = ""

    def issue(
        self, type_id: str, template: str, locale: Locale, view: Mapping[str, Any], printed: Printed
    ) -> Verification:
        """The code of a paper with its QR, caption and alternative text, which hold nothing of the view.

        Same type, fingerprint of the template, language, view and `printed`: same code.
        """
        given = code.make(self.key, type_id, locale.tag, template, code.content_hash(view, **printed))
        return Verification(
            code=given,
            caption=locale.term(_CAPTION),
            qr=qr.png(given.replace("-", ""), *self._around(type_id, locale, template)),
            alternative=locale.term("QR code to verify this document with"),
        )

    def seal(self, type_id: str, template: str, locale: Locale, filled: bytes) -> Seal:
        """The code of a form as it was filled in, before the code is drawn on it."""
        given = code.make(self.key, type_id, locale.tag, template, hashlib.sha256(filled).hexdigest())
        modules = qr.modules(given.replace("-", ""), *self._around(type_id, locale, template))
        return Seal(given, locale.term(_CAPTION), tuple(modules))

    def _around(self, type_id: str, locale: Locale, template: str) -> tuple[str, str]:
        return (self.url, "") if self.url else qr.around(type_id, locale.tag, template)
