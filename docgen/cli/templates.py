"""docgen templates: the library of wordings, their versions, and what people did with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.bundle import write_atomically
from docgen.cli import template_notes as notes
from docgen.cli import template_steps as steps
from docgen.cli.console import SOME_FAILED, print_json
from docgen.cli.template_steps import As, Number, Stdin, Tag, TypeId, tell

templates = typer.Typer(help="The library of wordings: versions, findings, approval.", no_args_is_help=True)

Newest = Annotated[int | None, typer.Argument(metavar="[NUMBER]", min=1, help="Of the version. Default: the newest.")]
Older = Annotated[int, typer.Argument(metavar="OLD", min=1)]
Newer = Annotated[int, typer.Argument(metavar="NEW", min=1)]
WordFile = Annotated[Path, typer.Argument(metavar="FILE.docx", dir_okay=False)]
Out = Annotated[Path, typer.Option("--out", dir_okay=False, help="File to write.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines.")]

templates.command("submit")(steps.submit)
templates.command("approve")(steps.approve)
templates.command("return")(steps.give_back)
templates.command("revoke")(steps.revoke)
templates.command("retire")(steps.retire)
templates.command("waive")(notes.waive)
templates.command("withdraw")(notes.withdraw)
templates.command("comment")(notes.comment)
templates.command("translate-back")(notes.translate_back)
templates.command("test-add")(notes.add_test)
templates.command("test-remove")(notes.remove_test)


@templates.command("list")
def print_list(as_json: AsJson = False) -> None:
    """Print the newest version of every template; exit 0."""
    from docgen.cli.library import opened

    with opened() as shop:
        rows = [shop.rows.version(each) for each in shop.shelf.newest()]
    for row in rows:
        print_json(row) if as_json else typer.echo(
            f"{row['type']:24} {row['language']:8} {row['state']:10} {row['number']:>4}  {row['fingerprint'][:12]}"
            f"  {row['added'][:10]}  {row['author'] or '-'}"
        )


@templates.command("show")
def show(type_id: TypeId, tag: Tag, number: Newest = None, as_json: AsJson = False) -> None:
    """Print a version with its steps, findings, comments, test results and what stands in the way of approval."""
    from docgen.cli.library import opened

    with opened() as shop:
        row = shop.whole(shop.version(type_id, tag, number))
    if as_json:
        print_json(row)
        return
    typer.echo(f"{row['type']} {row['language']} {row['number']}: {row['state']}  {row['fingerprint']}")
    typer.echo(f"added {row['added']} by {row['author'] or '-'}  {row['note']}")
    for step in row["steps"]:
        typer.echo(f"{step['kind']} {step['at']} by {step['by']}  {step['reason']}")
    for finding in row["findings"]:
        waived = f"  waived by {finding['waiver']['by']}: {finding['waiver']['reason']}" if finding["waiver"] else ""
        typer.echo(
            f"{finding['severity']} {finding['key'][:12]} {finding['pointer']} {finding['code']}: "
            f"{finding['message']}{waived}"
        )
    for comment in row["comments"]:
        state = "resolved" if comment["resolved"] else "open"
        typer.echo(f"comment {comment['id'][:12]} {state} {comment['anchor']} by {comment['by']}: {comment['text']}")
    for test in row["tests"]:
        typer.echo(f"test {'passed' if test['passed'] else 'FAILED'}: {test['name']}")
    for obstacle in row["obstacles"]:
        typer.echo(f"in the way: {obstacle['code']}: {obstacle['message']}")


@templates.command("add")
def add(
    type_id: TypeId, tag: Tag, file: WordFile, name: As, note: Annotated[str, typer.Option(help="Why.")] = "",
    stdin: Stdin = False,
) -> None:  # fmt: skip
    """Add a Word file as a new version, of which you are the author; prints the version."""
    from docgen.cli.library import opened, read_file

    data = read_file(file)
    with opened() as shop:
        made = shop.shelf.add(type_id, tag, data, shop.person(name, stdin=stdin), note, shop.now)
        tell(shop, made)


@templates.command("add-fragment")
def add_fragment(
    fragment: Annotated[str, typer.Argument(metavar="FRAGMENT")], tag: Tag, file: WordFile, name: As,
    note: Annotated[str, typer.Option(help="Why.")] = "", stdin: Stdin = False,
) -> None:  # fmt: skip
    """Add a fragment: a new version of every template that includes it; prints the versions."""
    from docgen.cli.library import opened, read_file

    data = read_file(file)
    with opened() as shop:
        for made in shop.shelf.add_fragment(fragment, tag, data, shop.person(name, stdin=stdin), note, shop.now):
            tell(shop, made)


@templates.command("diff")
def diff(
    type_id: TypeId, tag: Tag, old: Older, new: Newer,
    form: Annotated[str, typer.Option("--format", help="text, json or html.")] = "text",
) -> None:  # fmt: skip
    """Print what became of the passages of an older version."""
    from docgen.cli.library_texts import compared

    if form not in ("text", "json", "html"):
        raise typer.BadParameter("text, json or html")
    for line in compared(type_id, tag, (old, new), form):
        typer.echo(line)


@templates.command("redline")
def redline(type_id: TypeId, tag: Tag, old: Older, new: Newer, out: Out) -> None:
    """Write the newer version as a Word file in which the changes are tracked."""
    from docgen.cli.library_texts import redlined

    write_atomically(out, redlined(type_id, tag, (old, new)))


@templates.command("test")
def test(type_id: TypeId, languages: Annotated[list[str] | None, typer.Option("--lang")] = None) -> None:
    """Run the tests of expected text on the newest versions of a type; exit 3 when one fails."""
    from docgen.cli.library_texts import tried

    rows = list(tried(type_id, languages))
    for row in rows:
        print_json(row)
    if not all(row["passed"] for row in rows):
        raise typer.Exit(SOME_FAILED)


@templates.command("coverage")
def print_coverage(as_json: AsJson = False) -> None:
    """Print each clause of the SOP and the types and languages that carry it; exit 0."""
    from docgen.cli.library_texts import covered

    for row in covered():
        by = sorted({f"{each['type']}/{each['language']}" for each in row["by"]})
        print_json(row) if as_json else typer.echo(f"{row['clause']:10} {' '.join(by) or '-'}")


@templates.command("export")
def export(
    type_id: TypeId, tag: Tag, out: Out, number: Newest = None,
    form: Annotated[str, typer.Option("--format", help="docx or xliff.")] = "docx",
    source: Annotated[str, typer.Option("--from", help="Language to translate from. Default: that of the SOP.")] = "",
    source_number: Annotated[int | None, typer.Option("--from-number", min=1)] = None,
) -> None:  # fmt: skip
    """Write a version as its Word file, or as XLIFF 2.1 for an outside translator."""
    from docgen.cli.library_texts import exported

    if form not in ("docx", "xliff"):
        raise typer.BadParameter("docx or xliff")
    write_atomically(out, exported(type_id, (tag, number), (source, source_number), form))


@templates.command("bundle")
def bundle(
    out: Out,
    types: Annotated[list[str] | None, typer.Argument(metavar="[TYPE]...", help="Default: all.")] = None,
) -> None:
    """Write one ZIP for a meeting between the Parties: texts, changes, findings, comments and approvals."""
    from docgen.cli.library_texts import bundled

    write_atomically(out, bundled(types))


@templates.command("import")
def import_(
    type_id: TypeId, tag: Tag, number: Number, name: As,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlf", dir_okay=False)],
    source: Annotated[str, typer.Option("--from", help="Language it was translated from.")] = "",
    source_number: Annotated[int | None, typer.Option("--from-number", min=1)] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "XLIFF", stdin: Stdin = False,
) -> None:  # fmt: skip
    """Take a translator's XLIFF back: a new version, of which you are the author; prints the version."""
    from docgen.cli.library import opened, read_file
    from docgen.cli.library_texts import imported

    xliff = read_file(file)
    with opened() as shop:
        user = shop.person(name, stdin=stdin)
        data = imported(shop, type_id, (tag, number), (source, source_number), xliff)
        tell(shop, shop.shelf.add(type_id, tag, data, user, note, shop.now))
