"""The fragments of an installation: found like templates, linted, covered by the fingerprints of what includes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from lxml import etree

from docgen.documents import document_type, document_types
from docgen.docx.text import text
from docgen.errors import Finding, TemplateError
from docgen.library import Library
from docgen.review.lint import lint, lint_fragments
from docgen.settings import Settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE, LETTER = "termination_notice", "return_victim_finding"
TEMPLATES = Settings.read().templates[0]


def nothing(_: bytes) -> list[str]:
    return []


def rewritten(path: Path, change: Callable[[str], str]) -> None:
    """Change the body of a Word file."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                assert change(data.decode()) != data.decode()
                data = change(data.decode()).encode()
            new.writestr(info, data)
    path.write_bytes(target.getvalue())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(TEMPLATES, tmp_path / "templates")
    return tmp_path / "templates"


def found(folder: Path, unsupported: Callable[[bytes], list[str]] = nothing) -> list[tuple[str, str]]:
    findings: list[Finding] = list(lint_fragments(Library.load(folder), None, unsupported))
    return [(finding.pointer, finding.code) for finding in findings]


def test_nothing_is_wrong_with_the_fragments_there_are(folder: Path) -> None:
    assert found(folder) == []


def test_every_fragment_is_in_every_language_and_included_by_two_templates_or_by_a_letter(library: Library) -> None:
    names = {name for name, _ in library.fragments}
    for tag in library.locales:
        included = {type_id: library.template(type_id, tag).fragments for type_id in document_types()}
        uses = {name: [type_id for type_id, own in included.items() if name in own] for name in names}
        assert all(LETTER in types or len(types) > 1 for types in uses.values()), uses


def test_every_paper_says_that_the_english_text_of_the_sop_is_the_reference(library: Library) -> None:
    assert all(
        "sop_language_note" in library.template(type_id, tag).fragments
        for type_id in document_types()
        for tag in library.locales
    )


def test_a_fragment_carries_the_styles_it_uses_as_the_templates_that_include_it_have_them(library: Library) -> None:
    """Else it would look otherwise when it is edited in Word than on the paper."""
    for type_id in document_types():
        for tag in library.locales:
            own = styles(library.files[type_id, tag])
            for name in library.template(type_id, tag).fragments:
                theirs = styles(library.fragments[name, tag])
                for style in used(library.fragments[name, tag]):
                    assert theirs[style] == own[style], (type_id, tag, name, style)


def styles(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/styles.xml"))
    return {each.get(W + "styleId", ""): etree.tostring(each, method="c14n") for each in root.iter(W + "style")}


def used(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return {each.get(W + "val", "") for each in root.iter(W + "pStyle", W + "rStyle", W + "tblStyle")}


def test_lint_names_a_fragment_that_one_language_lacks(folder: Path) -> None:
    (folder / "th" / "fragments" / "office.docx").unlink()
    assert found(folder) == [("th/fragments/office.docx", "fragment.absent")]
    broken = list(lint(Library.load(folder), document_type(LETTER), nothing))
    assert [(each.pointer, each.code) for each in broken if each.code == "template.unusable"] == [
        (f"th/{LETTER}.docx", "template.unusable")
    ]
    assert "there is no fragment office" in str(broken[0].message) and "sop_language_note" in str(broken[0].message)


def test_lint_names_a_fragment_that_no_template_includes(folder: Path) -> None:
    for tag in ("km", "th", "en"):
        office = folder / tag / "fragments" / "office.docx"
        (office.parent / "left_over.docx").write_bytes(office.read_bytes())
    assert found(folder) == [("fragments/left_over.docx", "fragment.unused")]


def test_lint_says_what_is_wrong_inside_a_fragment_of_its_own_file(folder: Path) -> None:
    rewritten(folder / "km" / "fragments" / "office.docx", lambda xml: xml.replace("{%p endif %}", "{%p endfor %}"))
    assert ("km/fragments/office.docx", "fragment.unusable") in found(folder)
    broken = list(lint(Library.load(folder), document_type(LETTER), nothing))
    assert "km/fragments/office.docx" in str(broken[0].message)


def test_lint_finds_a_wrong_font_and_what_the_engine_does_not_set(folder: Path) -> None:
    rewritten(
        folder / "th" / "fragments" / "office.docx",
        lambda xml: xml.replace("โทร. ", "โทร. ទូរស័ព្ទ "),
    )
    assert found(folder) == [("th/fragments/office.docx", "font.complex_script")]
    assert ("en/fragments/office.docx", "layout.unsupported") in found(folder, lambda data: ["a chart"])


def test_lint_names_a_language_whose_template_does_not_include_what_the_others_do(folder: Path) -> None:
    rewritten(
        folder / "en" / f"{LETTER}.docx", lambda xml: xml.replace("{%p include office %}", "{{ letterhead.email }}")
    )
    findings = list(lint(Library.load(folder), document_type(LETTER), nothing))
    assert (f"en/{LETTER}.docx", "parity.fragments") in [(each.pointer, each.code) for each in findings]


def test_a_changed_fragment_changes_every_template_that_includes_it(folder: Path) -> None:
    def fingerprints() -> dict[tuple[str, str], str]:
        library = Library.load(folder)
        return {key: library.template(*key).fingerprint for key in library.files}

    before = fingerprints()
    rewritten(folder / "en" / "fragments" / "signature_note.docx", lambda xml: xml.replace("seal", "stamp"))
    after = fingerprints()
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {("embassy_notification", "en"), (NOTE, "en")}


def test_a_later_folder_replaces_a_fragment_as_it_replaces_a_template(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "en"
    (own / "fragments").mkdir(parents=True)
    (own / "locale.toml").write_bytes((folder / "en" / "locale.toml").read_bytes())
    replaced = own / "fragments" / "sop_language_note.docx"
    replaced.write_bytes((folder / "en" / "fragments" / "sop_language_note.docx").read_bytes())
    rewritten(replaced, lambda xml: xml.replace("is the reference", "prevails"))
    plain, library = Library.load(folder), Library.load(folder, own.parent)
    assert library.fragments["sop_language_note", "en"] == replaced
    assert library.fragments["office", "en"].is_relative_to(folder)
    assert library.template(NOTE, "en").fingerprint != plain.template(NOTE, "en").fingerprint
    assert library.template(NOTE, "th").fingerprint == plain.template(NOTE, "th").fingerprint


def test_a_file_that_word_has_open_is_no_fragment(folder: Path) -> None:
    (folder / "en" / "fragments" / "~$office.docx").write_bytes(b"lock")
    assert ("~$office", "en") not in Library.load(folder).fragments


def test_the_text_of_a_template_shows_what_it_includes(library: Library) -> None:
    lines = text(library.files[LETTER, "en"].read_bytes()).splitlines()
    assert {line for line in lines if "include" in line} == {
        f"{{%p include {name} %}}" for name in library.template(LETTER, "en").fragments
    }


def test_a_template_names_its_own_fragments_only(library: Library, folder: Path) -> None:
    (folder / "th" / "fragments" / "kingdom.docx").unlink()
    with pytest.raises(TemplateError, match=r"th/fragments/kingdom\.docx"):
        Library.load(folder).template(NOTE, "th")
    assert Library.load(folder).template(NOTE, "km")
