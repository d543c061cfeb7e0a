"""docgen templates submit, approve, return, revoke, retire: steps of a person, whose password is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from docgen.cli.console import as_row, print_json, reader

if TYPE_CHECKING:  # the database's libraries would take half the start of every other command
    from docgen.cli.library import Opened
    from docgen.shelf.state import Version
    from docgen.store import User

TypeId = Annotated[str, typer.Argument(metavar="TYPE", help="As `docgen types` prints it, or packet_cover.")]
Tag = Annotated[str, typer.Argument(metavar="LANG", help="Language tag.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Of the version.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Your account; its password is asked for.")]
Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Why = Annotated[str, typer.Option("--reason", help="Why.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; needed.")]


def submit(type_id: TypeId, tag: Tag, number: Number, name: As, reason: Why = "", stdin: Stdin = False) -> None:
    """Ask for the approval of a version; prints the version."""
    from docgen.cli.library import opened

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        tell(shop, shop.shelf.chain.submit(version.id, user, reason, shop.now))


def approve(type_id: TypeId, tag: Tag, number: Number, name: As, reason: Why = "", stdin: Stdin = False) -> None:
    """Answer for a version that somebody else wrote and submitted; what stands in the way is printed, exit 4."""
    from docgen.cli.library import opened
    from docgen.shelf.errors import ApprovalRefused

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        try:
            done = shop.shelf.chain.approve(version.id, user, reason, shop.now, shop.examined(version))
        except ApprovalRefused as refused:
            for finding in refused.findings:
                print_json(as_row(finding, reader()))
            raise
        tell(shop, done)


def give_back(type_id: TypeId, tag: Tag, number: Number, name: As, reason: Reason, stdin: Stdin = False) -> None:
    """Give a submitted version back as a draft; prints the version."""
    from docgen.cli.library import opened

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        tell(shop, shop.shelf.chain.return_(version.id, user, reason, shop.now))


def revoke(type_id: TypeId, tag: Tag, number: Number, name: As, reason: Reason, stdin: Stdin = False) -> None:
    """Take an approval away: from the next page on it does not count; prints the version."""
    from docgen.cli.library import opened

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        tell(shop, shop.shelf.chain.revoke(version.id, user, reason, shop.now))


def retire(type_id: TypeId, tag: Tag, number: Number, name: As, reason: Reason, stdin: Stdin = False) -> None:
    """Take a version out of use for good; prints the version."""
    from docgen.cli.library import opened

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        tell(shop, shop.shelf.chain.retire(version.id, user, reason, shop.now))


def asked(shop: Opened, named: tuple[str, str, int], name: str, stdin: bool) -> tuple[Version, User]:
    """Which version is meant, and who takes the step. Raises UnknownName, NotAdmitted."""
    return shop.version(*named), shop.person(name, stdin=stdin)


def tell(shop: Opened, version: Version) -> None:
    """The version that something was done with, as a line of JSON."""
    print_json(_short(shop.rows.version(version)))


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("type", "language", "number", "fingerprint", "state", "author", "approvals")}
