"""The issuer: gives each paper of an installation its code and what the paper prints of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from docgen.docx.verification import Verification
from docgen.locale import Locale
from docgen.verification import code, qr


class Printed(TypedDict):
    """What a paper prints beside its view, as `docgen.docx.Template.render` takes it."""

    title: str
    language: str
    images: Mapping[str, bytes]
    mark: str | None


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
        around = (self.url, "") if self.url else qr.around(type_id, locale.tag, template)
        return Verification(
            code=given,
            caption=locale.term("Verification code"),
            qr=qr.png(given.replace("-", ""), *around),
            alternative=locale.term("QR code to verify this document with"),
        )
