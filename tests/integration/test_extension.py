"""Two promises: a document type is one module and a template per language; a language is one folder."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from docgen.documents import document_type, example
from docgen.library import Library
from docgen.locale import Locale
from tests.acceptance.reading import by_pdfium, by_pymupdf, squeezed, word_text
from tests.conftest import type_ids
from tests.integration.extending import Installation, rows, translated, with_body

MODULE = '''"""The receipt of a returned person's belongings (SOP 4.13.2): a type that only a test knows."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from docgen.case import Coded, Day, Identifier, MultilingualLine, Named, Projection
from docgen.documents.base import Document, Rule, View
from docgen.errors import Message


class Returned(Named, Coded, Projection):
    """What the receipt needs of the person."""


class BelongingsReceipt(Document):
    """What was handed over, to whom and when."""

    type_id: ClassVar[str] = "belongings_receipt"
    title: ClassVar[str] = "Receipt of belongings"
    clauses: ClassVar[tuple[str, ...]] = ("4.13.2",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("receipt.empty", "4.13", "may", "items", Message("nothing was handed over; add what was"),
             lambda receipt: not receipt.items),
    )
    example: ClassVar[str] = """{"number": "BR-7", "date": "2026-11-25",
        "items": [{"km": "កាបូប", "th": "กระเป๋า", "en": "a bag"}, {"km": "នាឡិកា", "th": "นาฬิกา", "en": "a watch"}]}"""

    person: Returned
    number: Identifier = Field(title="Document number", description="Number of the receipt")
    date: Day = Field(title="Date", description="Day of the handing over")
    items: tuple[MultilingualLine, ...] = Field(default=(), title="Belongings", description="What is handed over")

    def view(self, locale):
        return super().view(locale) | {
            "number": self.number,
            "date": locale.day(self.date),
            "code": self.person.code,
            "name": locale.name(self.person.names),
            "items": [locale.text(item) for item in self.items],
            "any": bool(self.items),
        }
'''
PARAGRAPHS = [
    ("", "{{ number }} {{ reference }} {{ date }}"),
    ("", "{%p if letterhead.cambodian or letterhead.thai %}"),
    ("", "{{ letterhead.agency }} {{ letterhead.address }} {{ letterhead.city }}"),
    ("", "{{ letterhead.telephone }} {{ letterhead.email }}"),
    ("", "{%p endif %}"),
    ("", "{%p for unit in letterhead.superior %}"),
    ("", "{{ unit }}"),
    ("", "{%p endfor %}"),
    ("c_4_13_2_a", "{{ code }} {{ name }} {{ emblem_description }}"),
    ("", "{%p if any %}"),
    ("", "{%p for item in items %}"),
    ("", "{{ item }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
]  # fmt: skip
NEW = "belongings_receipt"


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Installation:
    """An installation with an eighth document type."""
    installation = Installation.copied_to(tmp_path_factory.mktemp("eight"))
    before = installation.fingerprints()
    (installation.folder / "docgen" / "documents" / f"{NEW}.py").write_text(MODULE, encoding="utf-8")
    for tag in library.locales:
        template = with_body(library.files[type_ids()[0], tag].read_bytes(), PARAGRAPHS)
        (installation.folder / "templates" / tag / f"{NEW}.docx").write_bytes(template)
    after = installation.fingerprints()
    assert set(after) - set(before) == {f"docgen/documents/{NEW}.py"} | {
        f"templates/{tag}/{NEW}.docx" for tag in library.locales
    }
    assert {name: after[name] for name in before} == before, "no other file changed"
    return installation


def test_an_eighth_type_is_listed_with_its_languages(eight: Installation, library: Library) -> None:
    listed = {row["id"]: row for row in rows(eight.run("types", "--json"))}
    assert set(listed) == {*type_ids(), NEW}
    assert listed[NEW]["languages"] == list(library.locales)
    assert listed[NEW]["clauses"] == ["4.13.2"]


def test_an_eighth_type_has_a_schema_and_an_example_without_findings(eight: Installation) -> None:
    assert "items" in json.loads(eight.run("schema", NEW).stdout)["properties"]
    case = eight.run("example", NEW).stdout
    assert rows(eight.run("check", _saved(eight, case))) == []
    assert NEW in json.loads(eight.run("example", "--all").stdout)["documents"]


def test_lint_has_nothing_against_an_eighth_type(eight: Installation) -> None:
    assert rows(eight.run("lint", NEW, "--format", "json")) == []


def test_an_eighth_type_renders_in_every_language(eight: Installation, library: Library) -> None:
    case = eight.run("example", NEW).stdout
    made = rows(eight.run("render", _saved(eight, case), "--out", "out"))
    assert [Path(row["file"]).name for row in made] == [
        f"{NEW}.{tag}.{form}" for tag in library.locales for form in ("docx", "pdf")
    ]
    item = {"km": "នាឡិកា", "th": "นาฬิกา", "en": "a watch"}
    for row in made:
        data = (eight.folder / row["file"]).read_bytes()
        text = word_text(data) if row["file"].endswith("docx") else "".join(by_pdfium(data))
        assert squeezed(item[row["language"]]) in squeezed(text) and "BR-7" in text


def test_an_eighth_type_has_a_form_that_is_filled_and_read_back(eight: Installation) -> None:
    case = eight.run("example", NEW).stdout
    (made,) = rows(eight.run("render", _saved(eight, case), "--out", "forms", "--format", "form", "--lang", "th"))
    read = eight.run("form", "read", made["file"])
    assert read.returncode == 0, read.stderr
    particulars = json.loads(read.stdout)["documents"][NEW]
    assert particulars["items"] == [{"th": "กระเป๋า"}, {"th": "นาฬิกา"}]
    assert (particulars["number"], particulars["date"]) == ("BR-7", "2026-11-25")


def test_an_eighth_type_has_its_questions_on_pages_with_no_edit_in_api(eight: Installation) -> None:
    found = eight.walked(NEW, "th", _saved(eight, eight.run("example", NEW).stdout))
    own = {f"documents/{NEW}/number", f"documents/{NEW}/date.day", f"documents/{NEW}/items/0/km"}
    assert own <= set(found["names"]) and found["same"]
    assert any("Receipt of belongings" in words and "Belongings" in words for words in found["words"])


# A fourth language

LAO = "lo"
LAO_WORD = "ບົດບັນທຶກ"
LAO_FONT = "Noto Sans Lao"
SETTINGS = f"""
tag = "lo"
script = "Laoo"
name = "ພາສາລາວ"
fallback = ["en"]

[fonts]
Laoo = {{ name = "{LAO_FONT}", language = "lo-LA" }}

[dates]
calendar = "gregorian"
day = "ວັນທີ {{day}} {{month}} {{year}}"
weekday_day = "{{weekday}} ທີ {{day}} {{month}} {{year}}"
month = "{{month}} {{year}}"
year = "{{year}}"
about = "ປະມານ {{date}}"
time = "{{time}} ໂມງ"
time_separator = ":"

[names]
titles = [{{ pattern = "ນາງ {{name}}", sex = "female" }}, {{ pattern = "ທ້າວ {{name}}", sex = "male" }}]
excellencies = [{{ pattern = "ພະນະທ່ານ {{name}}" }}]
ranked = "{{rank}} {{name}}"

[ages]
years = "{{age}} ປີ"
years_between = "ລະຫວ່າງ {{youngest}} ຫາ {{oldest}} ປີ"
estimated = "ອາຍຸປະມານ {{age}} ປີ"
estimated_on = "{{estimate}} ({{day}})"

[numbers]
digits = "໐໑໒໓໔໕໖໗໘໙"
grouping = "."
decimal = ","
ordinal = "ທີ {{number}}"

[lists]
two = "{{0}} ແລະ {{1}}"
middle = ", "
last = "{{0}} ແລະ {{1}}"

[draft]
mark = "ຮ່າງ"
specimen = "ຕົວຢ່າງ"

[nationalities]
KH = "ກຳປູເຈຍ"
TH = "ໄທ"
"""
TYPE = type_ids()[0]


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Installation:
    """An installation with Lao: one folder of settings, words, a Word file and the fragments it includes."""
    installation = Installation.copied_to(tmp_path_factory.mktemp("four"))
    before = installation.fingerprints()
    folder = installation.folder / "templates" / LAO
    folder.mkdir()
    (folder / "locale.toml").write_text(SETTINGS, encoding="utf-8")
    title = document_type(TYPE).title
    (folder / "messages.po").write_text(f'msgid "{title}"\nmsgstr "{LAO_WORD}"\n', encoding="utf-8")
    english = library.files[TYPE, "en"].read_bytes()
    locale = Locale.load(folder)
    (folder / f"{TYPE}.docx").write_bytes(translated(english, LAO_FONT, "lo-LA", LAO_WORD, locale))
    (folder / "fragments").mkdir()
    for name in library.template(TYPE, "en").fragments:
        english = library.fragments[name, "en"].read_bytes()
        lao = translated(english, LAO_FONT, "lo-LA", LAO_WORD, locale)
        (folder / "fragments" / f"{name}.docx").write_bytes(lao)
    after = installation.fingerprints()
    assert {name: after[name] for name in before} == before, "no file of docgen or of another language changed"
    return installation


def lao_case() -> Any:
    """The example with Lao words beside the others, and Lao names."""

    def with_lao(value: Any) -> Any:
        if isinstance(value, dict):
            value = {key: with_lao(item) for key, item in value.items()}
            extra = {LAO: f"{LAO_WORD} ກ"} if "en" in value else {"Laoo": "ສຸກ ຈັນ"} if "Latn" in value else {}
            return value | extra
        return [with_lao(item) for item in value] if isinstance(value, list) else value

    return with_lao(example(document_type(TYPE)))


def test_a_fourth_language_is_offered_where_it_has_a_template(four: Installation) -> None:
    listed = {row["id"]: row["languages"] for row in rows(four.run("types", "--json"))}
    assert LAO in listed[TYPE]
    assert all(LAO not in tags for type_id, tags in listed.items() if type_id != TYPE)


def test_a_fourth_language_asks_for_its_words(four: Installation) -> None:
    done = four.run("check", _saved(four, json.dumps(example(document_type(TYPE)))))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["code"] for row in found} == {"text.language", "name.script"}
    assert all("ພາສາລາວ" in row["message"] for row in found)


def test_a_fourth_language_lints_clean_beside_the_others(four: Installation) -> None:
    assert rows(four.run("lint", TYPE, "--format", "json")) == []


def test_a_fourth_language_renders_with_its_own_words_digits_and_dates(four: Installation) -> None:
    made = rows(four.run("render", _saved(four, json.dumps(lao_case())), "--out", "out", "--type", TYPE, "--lang", LAO))
    word, pdf = ((four.folder / row["file"]).read_bytes() for row in made)
    text = word_text(word)
    assert f"{LAO_WORD} ກ" in text and "ວັນທີ" in text
    assert set("໐໑໒໓໔໕໖໗໘໙") & set(text) and "ພະຈິກ" in text, "November and its digits, in Lao"
    for read in (by_pdfium, by_pymupdf):
        pages = squeezed("".join(read(pdf)))
        assert squeezed(f"{LAO_WORD} ກ") in pages and "ພະຈິກ" in pages and squeezed("ຮ່າງ") in pages
    # Codes and telephone numbers are Latin letters and digits, which Word's own w:lang calls English.
    assert LAO in languages_of(pdf) <= {LAO, "en"}, "a screen reader is told that the text is Lao"


def languages_of(pdf: bytes) -> set[str]:
    """The languages that a PDF's catalogue and structure elements declare (ISO 32000-1, 14.9.2), without regions."""
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    found, waiting = {root["/Lang"]}, [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            found |= {element["/Lang"]} if "/Lang" in element else set()
            waiting += [element["/K"]] if "/K" in element else []
    return {str(tag).split("-")[0] for tag in found}


def test_a_fourth_language_has_pages_and_boxes_with_no_edit_in_api(four: Installation) -> None:
    found = four.walked(TYPE, LAO, _saved(four, json.dumps(lao_case())))
    assert {"person/names/Laoo", f"agency/name/{LAO}"} <= set(found["names"]) and found["same"]
    assert any(LAO_WORD in words for words in found["words"]), "the title of the type in its words"


def test_the_other_languages_print_as_before(four: Installation, tmp_path: Path) -> None:
    plain = Installation.copied_to(tmp_path)
    case = json.dumps(example(document_type(TYPE)))
    command = ("--out", "same", "--type", TYPE, "--lang", "km", "--lang", "th", "--format", "docx")
    one, other = (rows(each.run("render", _saved(each, case), *command)) for each in (four, plain))
    assert [row["sha256"] for row in one] == [row["sha256"] for row in other]


def _saved(installation: Installation, case: str) -> str:
    path = installation.folder / "case.json"
    path.write_text(case, encoding="utf-8")
    return str(path)
