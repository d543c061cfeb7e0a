"""A password on a packet: AES with a key of 256 bits (ISO 32000-2 §7.6.4.4, revision 6)."""

from __future__ import annotations

import secrets

import pikepdf

from docgen.errors import Finding, InputRefused, Message, Severity

LONGEST = 127
"""Bytes of a password that revision 6 looks at."""


def checked_password(password: str) -> str:
    """The password itself. Raises InputRefused for one that programs would not all understand alike.

    ISO 32000-2 prepares other letters than ASCII's by SASLprep, which few programs do.
    """
    if not password or len(password) > LONGEST or not (password.isascii() and password.isprintable()):
        message = Message(
            "the password is empty, longer than 127 characters or has other characters than letters, digits and signs "
            "of ASCII, which programs read differently; choose another"
        )
        raise InputRefused([Finding(Severity.ERROR, "packet.password", "/password", message)])
    return password


def encryption(password: str) -> pikepdf.Encryption:
    """Whoever knows the password may read and print; nobody may change the packet, and assistive technology may always
    read it. Nobody has the owner's password, which would lift that."""
    return pikepdf.Encryption(
        user=password,
        owner=secrets.token_urlsafe(32),
        R=6,
        allow=pikepdf.Permissions(
            accessibility=True, extract=True, print_lowres=True, print_highres=True,
            modify_annotation=False, modify_assembly=False, modify_form=False, modify_other=False,
        ),
    )  # fmt: skip
