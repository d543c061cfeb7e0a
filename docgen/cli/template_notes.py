"""docgen templates waive, withdraw, comment, translate-back, test-add, test-remove: what people note of a wording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli.console import print_json
from docgen.cli.template_steps import As, Number, Reason, Stdin, Tag, TypeId, asked
from docgen.errors import Message, UnknownName

Key = Annotated[str, typer.Argument(metavar="KEY", help="Of the finding, or its first letters, as `show` has it.")]
Anchor = Annotated[str, typer.Argument(metavar="ANCHOR", help="Of the passage, as `diff --format json` has it.")]
TestName = Annotated[str, typer.Argument(metavar="TEST", help="Name of the test.")]


def waive(type_id: TypeId, tag: Tag, number: Number, key: Key, name: As, reason: Reason, stdin: Stdin = False) -> None:
    """Let a finding stand in a version; prints the waiver."""
    from docgen.cli.library import opened
    from docgen.shelf.gate import key_of

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        found = [each for each in shop.examined(version).findings if key and key_of(each).startswith(key)]
        if len(found) != 1:
            raise UnknownName(Message("there is no such finding about this version; look at the version again"))
        print_json(shop.rows.waiver(shop.shelf.notes.waive(version.id, found[0], user, reason, shop.now)))


def withdraw(type_id: TypeId, tag: Tag, number: Number, key: Key, name: As, stdin: Stdin = False) -> None:
    """Take a waiver back, by the key of its finding; an approval of the version is revoked. Prints the waiver."""
    from docgen.cli.library import opened

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        notes = shop.shelf.notes
        standing = [each for each in notes.waivers(version.id) if each.withdrawn is None]
        found = [each for each in standing if key and each.finding.startswith(key)]
        if len(found) != 1:
            raise UnknownName(Message("there is no such note; look at the version again"))
        print_json(shop.rows.waiver(notes.withdraw(found[0].id, user, shop.now)))


def comment(
    type_id: TypeId, tag: Tag, number: Number, anchor: Anchor, name: As,
    text: Annotated[str, typer.Option(help="What is to be said.")] = "",
    resolve: Annotated[str, typer.Option(metavar="ID", help="Resolve this comment instead.")] = "",
    reopen: Annotated[str, typer.Option(metavar="ID", help="Open this comment again instead.")] = "",
    stdin: Stdin = False,
) -> None:  # fmt: skip
    """Remark on a passage, or resolve a remark or open it again, which revokes an approval; prints the comment."""
    from docgen.cli.library import opened

    if sum(map(bool, (text, resolve, reopen))) != 1:
        raise typer.BadParameter("give --text, or the id of a comment to --resolve or --reopen")
    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        notes = shop.shelf.notes
        if text:
            made = notes.comment(version.id, anchor, text, user, shop.now)
        else:
            kept = notes.comments(type_id, tag)
            found = [each for each in kept if each.id.startswith(resolve or reopen) and each.anchor == anchor]
            if len(found) != 1:
                raise UnknownName(Message("there is no such note; look at the version again"))
            made = (notes.resolve if resolve else notes.reopen)(found[0].id, user, shop.now)
        print_json(shop.rows.comment(made, {version.id: version.number}))


def translate_back(
    type_id: TypeId, tag: Tag, number: Number, anchor: Anchor, name: As,
    text: Annotated[str, typer.Option(help="What the passage says, word for word, in the language of the SOP.")],
    stdin: Stdin = False,
) -> None:  # fmt: skip
    """Say what a passage says, for readers who do not know the language; prints the back-translation."""
    from docgen.cli.library import opened
    from docgen.cli.library_texts import passages_of

    with opened() as shop:
        version, user = asked(shop, (type_id, tag, number), name, stdin)
        found = next((each for each in passages_of(shop, version) if each.anchor == anchor), None)
        if found is None:
            raise UnknownName(Message("there is no such passage; open the wording again, and choose one of it"))
        made = shop.shelf.notes.translate_back(version.id, anchor, found.text, text, user, shop.now)
        print_json(shop.rows.translation(made) | {"passage": found.text})


def add_test(
    type_id: TypeId, test: TestName, tag: Tag, name: As,
    present: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Must stand there.")] = None,
    absent: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Must not stand there.")] = None,
    anchor: Annotated[str, typer.Option(help="Of the passage; without it anywhere in the paper.")] = "",
    case: Annotated[Path | None, typer.Option(dir_okay=False, help="An invented case. Default: the example.")] = None,
    stdin: Stdin = False,
) -> None:  # fmt: skip
    """Say what the paper in a language must say; keeps what the test says of other languages. Prints the test."""
    from docgen.cli.library import opened, read_file
    from docgen.store.template_tests import Expectation, Wanted

    texts = [*((each, Wanted.PRESENT) for each in present or ()), *((each, Wanted.ABSENT) for each in absent or ())]
    said = [Expectation(tag, anchor, text, wanted) for text, wanted in texts]
    with opened() as shop:
        user, trials = shop.person(name, stdin=stdin), shop.shelf.trials
        before = next((each for each in trials.of(type_id) if each.name == test), None)
        kept = [each for each in before.expectations if (each.language, each.anchor) != (tag, anchor)] if before else []
        data = read_file(case) if case else before.case if before else None
        print_json(shop.rows.test(trials.save(type_id, test, data, [*kept, *said], user, shop.now)))


def remove_test(type_id: TypeId, test: TestName, name: As, stdin: Stdin = False) -> None:
    """Destroy a test and its case; exit 0."""
    from docgen.cli.library import opened

    with opened() as shop:
        user, trials = shop.person(name, stdin=stdin), shop.shelf.trials
        found = next((each for each in trials.of(type_id) if each.name == test), None)
        if found is None:
            raise UnknownName(Message("there is no such test; look at the list of tests"))
        trials.remove(found.id, user, shop.now)
