"""Every sentence that docgen shows to people has its words in every language, and the tool that sees to it works."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import docgen
from docgen.locale.settings import load_settings
from tests.catalogues.checks import complaints
from tests.catalogues.extraction import Unseen, template
from tests.catalogues.po import Language, Words, forms, languages, updated

PACKAGE = Path(docgen.__file__).resolve().parent
TEMPLATES = PACKAGE.parent / "templates"
LANGUAGES = languages(TEMPLATES)
HEAD = "from docgen.errors import Key, Message\n"


@pytest.fixture(scope="module")
def keys() -> Catalog:
    return template(PACKAGE, PACKAGE.parent / "api")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.settings.tag)
def test_nothing_is_wrong_with_the_words_of_a_language(language: Language, keys: Catalog) -> None:
    assert list(complaints(language, keys)) == []


def test_there_are_languages_to_check() -> None:
    assert len([language for language in LANGUAGES if not language.sparse]) >= 2


def test_the_kinds_of_sentence_that_people_read_are_all_found(keys: Catalog) -> None:
    for key in (
        "this field is missing; fill it in",  # Message
        "Emblem of the issuing agency",  # locale.term
        "Place of the statement",  # Field(title=…)
        "Where the statement is given",  # Field(description=…)
        "Statement of rights and information",  # title of a document type
        "{item} is nowhere printed or asked for; add it",  # helper of lint
        "it has macros; save it as .docx",  # table of screen
        "a tag stands outside the document; remove it",  # place.error
        "join needs a list of texts; loop with for",  # ValueProblem
        "Thai Party",  # table of terms
        "the minutes are dated before the meeting closed; correct the date",  # helper of a document type
    ):
        assert key in keys, key
    assert forms(keys["{count} problem found"]) == ("", "")
    assert ("docgen/documents/meeting.py", None) in keys["Thai Party"].locations


# Extraction


def found(folder: Path, *sources: str) -> set[str | tuple[str, ...]]:
    package = folder / "docgen"
    package.mkdir()
    definition = (
        "Key: TypeAlias = str\n@dataclass\nclass Message:\n    key: Key\n    values: dict\n"
        "    @classmethod\n    def counted(cls, one: Key, many: Key, count: int): ...\n"
        "class Kind:\n    title: ClassVar[Key]\n"
    )
    (package / "errors.py").write_text(definition, encoding="utf-8")
    for number, source in enumerate(sources):
        (package / f"room{number}.py").write_text(source, encoding="utf-8")
    return {entry.id for entry in template(package) if entry.id}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = Message("a")', {"a"}),
        ('x = Message(key="a")', {"a"}),
        ('x = Message("a " "b", {"c": "d"})', {"a b"}),
        ('x = Message("a" if y else "b")', {"a", "b"}),
        ('def _rule(code: str, text: Key): ...\n_rule("c", "a")', {"a"}),
        ('def _rule(code: str, *, text: Key): ...\n_rule("c", text="a")', {"a"}),
        ('class Place:\n    def error(self, text: Key): ...\nPlace().error("a")', {"a"}),
        ('class Problem(Exception):\n    def __init__(self, text: Key): ...\nraise Problem("a")', {"a"}),
        ('_A: Key = "a"\nx = Message(_A)', {"a"}),
        (
            '_A: Mapping[str, Key] = {"x": "a", **{"y": "b"}}\nx = Message(_A["x"])\ny = Message(_A.get("x"))',
            {"a", "b"},
        ),
        ('def f():\n    why: Key | None = None\n    why = "a"\n    return Message(why)', {"a"}),
        ('class Letter(Kind):\n    title = "a"', {"a"}),
        ('class Letter(Kind):\n    title: ClassVar[str] = "a"', {"a"}),
        ("def f(kind):\n    return Message(kind.title)", set()),
        ('x = Field(title="a", description="b")', {"a", "b"}),
        ('x = Field(description="shown to nobody")', set()),
        ('x = Message.counted("a", "b", 2)', {("a", "b")}),
        ('x = other("a")', set()),
    ],
)
def test_a_key_is_found_where_it_is_written(tmp_path: Path, source: str, expected: set[str]) -> None:
    assert found(tmp_path, HEAD + source) == expected


def test_a_helper_of_one_module_says_nothing_about_its_namesake_in_another(tmp_path: Path) -> None:
    one = HEAD + 'def _rule(text: Key, code: str): ...\n_rule("a", "c")\n'
    other = HEAD + 'def _rule(code: str, text: Key): ...\n_rule("d", "b")\n'
    assert found(tmp_path, one, other) == {"a", "b"}


def test_another_module_may_call_something_else_key(tmp_path: Path) -> None:
    assert found(tmp_path, 'Key = tuple[str, ...]\nplans: dict[Key, str] = {("x",): "y"}\n') == set()


@pytest.mark.parametrize(
    "source",
    [
        "def f(text: str):\n    return Message(text)",
        '_A = {"x": "a"}\nx = Message(_A["x"])',
        'x = Message("a" + y)',
        'x = Message(f"{y}")',
        "_A: Key = f()",
    ],
)
def test_a_key_that_cannot_be_seen_is_refused_with_its_place(tmp_path: Path, source: str) -> None:
    with pytest.raises(Unseen, match=r"room0\.py:\d+: a key comes from here unseen"):
        found(tmp_path, HEAD + source)


# Bringing a file up to date


def words_of(folder: Path, text: str, tag: str = "km") -> Language:
    path = folder / "messages.po"
    path.write_text(text, encoding="utf-8")
    return Language(load_settings(TEMPLATES / tag / "locale.toml"), path)


def catalog(*ids: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for each in ids:
        made.add(each, locations=[("docgen/a.py", None)])
    return made


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.settings.tag)
def test_what_is_up_to_date_stays_as_it_is(language: Language, keys: Catalog, tmp_path: Path) -> None:
    once = updated(language.read(), keys, sparse=language.sparse)
    path = tmp_path / "messages.po"
    path.write_text(once, encoding="utf-8")
    again = Language(language.settings, path)
    assert updated(again.read(), keys, sparse=language.sparse) == once
    assert _pairs(again.read()) == _pairs(language.read())
    assert list(complaints(again, keys)) == []


def _pairs(words: Words) -> dict[object, tuple[str, ...]]:
    return {entry.id: forms(entry) for entry in words if entry.id}


def test_new_keys_come_in_empty_and_old_ones_go_and_nothing_is_guessed(tmp_path: Path) -> None:
    language = words_of(tmp_path, 'msgid "the name is missing"\nmsgstr "គ្មានឈ្មោះ"\n\nmsgid "kept"\nmsgstr "ទុក"\n')
    text = updated(language.read(), catalog("the names are missing", "kept"), sparse=False)
    assert 'msgid "the names are missing"\nmsgstr ""\n' in text
    assert 'msgid "kept"\nmsgstr "ទុក"\n' in text
    assert "the name is missing" not in text
    assert "fuzzy" not in text


@pytest.mark.parametrize(("first", "second"), [("ក", "ខ"), ("", "ក")])
def test_of_a_key_that_a_merge_left_twice_the_first_words_stay(tmp_path: Path, first: str, second: str) -> None:
    language = words_of(tmp_path, f'msgid "a"\nmsgstr "{first}"\n\nmsgid "a"\nmsgstr "{second}"\n')
    assert "km: stands there twice: a" in list(complaints(language, catalog("a")))
    text = updated(language.read(), catalog("a"), sparse=False)
    assert text.count('msgid "a"') == 1
    assert 'msgstr "ក"' in text


def test_the_language_of_the_keys_holds_only_what_differs(tmp_path: Path) -> None:
    language = words_of(tmp_path, 'msgid "a"\nmsgstr "a"\n\nmsgid "you (man)"\nmsgstr "you"\n', "en")
    text = updated(language.read(), catalog("a", "you (man)", "new"), sparse=True)
    assert [line for line in text.splitlines() if line.startswith("msgid")] == ['msgid ""', 'msgid "you (man)"']


# What is wrong with words


@pytest.mark.parametrize(
    ("key", "words", "complaint"),
    [
        ("a", "", "has no words"),
        ("has {count}", "មាន", "has other slots"),
        ("has {count}", "មាន {number}", "has other slots"),
        ("has {count}", "មាន {count", "brace"),
        ("has {{", "មាន {{", None),
        ("a", "ក  ខ", "a space too many"),
        ("a", "ក ", "a space too many"),
        ("a", "ក\u200bខ", "invisible"),
        ("save it in Word", "រក្សាទុកក្នុង Word", None),
        ("write YYYY-MM-DD", "សូមសរសេរ YYYY-MM-DD", None),
        ("write the day", "សូមសរសេរ YYYY-MM-DD", "Latin words (YYYY-MM-DD)"),
        ("the header", "header", "Latin words (header)"),
        ("child", "កុ\u17d2មារ", "signs out of order"),
        ("woman", "ស\u17d2រ\u17d2ត\u17b8", "signs out of order"),
        ("woman", "ស\u17d2ត\u17d2រ\u17b8", None),
        ("a", "\u17b8ក", "signs out of order"),
        ("let", "ឲ្យ", "spells"),
        ("rights (SOP 4.13)", "សិទ្ធិ (SOP ៤.១៣)", None),
        ("rights (SOP 4.13)", "សិទ្ធិ (SOP 4.13)", "cites another clause"),
        ("rights (SOP 4.13)", "សិទ្ធិ (SOP ៤.១២)", "cites another clause"),
        ("ISO 3166-1", "ISO 3166-1", None),
        ("ISO 3166-1", "ISO 3166-២", "two kinds of digits"),
        ("ISO 3166-1", "ISO 3166-2", "a number that its key has not"),
    ],
)
def test_wrong_words_are_named_with_what_is_wrong(tmp_path: Path, key: str, words: str, complaint: str | None) -> None:
    language = words_of(tmp_path, f'msgid "{key}"\nmsgstr "{words}"\n')
    found = list(complaints(language, catalog(key)))
    assert all(complaint is not None and complaint in each for each in found[:1])
    assert bool(found) is (complaint is not None)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [("ผู้เสียหาย", False), ("ผ\u0e49\u0e39เสียหาย", True), ("คำ", False), ("ค\u0e4dา", True), ("\u0e40\u0e40ม่แบบ", True)],
)
def test_thai_signs_have_one_order(tmp_path: Path, words: str, wrong: bool) -> None:
    language = words_of(tmp_path, f'msgid "a"\nmsgstr "{words}"\n', "th")
    assert bool(list(complaints(language, catalog("a")))) is wrong


def test_guessed_and_forgotten_words_are_named(tmp_path: Path) -> None:
    language = words_of(tmp_path, '#, fuzzy\nmsgid "a"\nmsgstr "ក"\n\nmsgid "b"\nmsgstr "ខ"\n')
    assert list(complaints(language, catalog("a"))) == ["km: is fuzzy: a", "km: stands nowhere in docgen: b"]


def test_a_plural_needs_all_its_forms(tmp_path: Path) -> None:
    text = 'msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] ""\n'
    assert list(complaints(words_of(tmp_path, text), catalog(("{count} day", "{count} days")))) == [
        "km: has no words: {count} day"
    ]
