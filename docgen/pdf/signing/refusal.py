"""What stops a signature, a stamp or the look at one."""

from __future__ import annotations

from docgen.errors import DocgenError


class SigningRefused(DocgenError):
    """The file, the certificate, its password or the roots that were named do not allow it."""

    code = "signing_refused"
    http_status = 422
    exit_code = 4
