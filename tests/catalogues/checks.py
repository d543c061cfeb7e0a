"""What is wrong with a language's words: gaps, leftovers, slots, spaces, and letters and digits of the wrong kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from docgen.locale.catalogue import slots
from tests.catalogues.po import Language, forms

ASCII_DIGITS = "0123456789"
# Latin words that stand in Khmer and Thai as they are: the names of things and formats.
NAMES = frozenset(
    """
    SOP ISO BCP CLDR JSON UTF-8 ASCII Unicode PDF PO XML QR PEM TTF TrueType ZIP PNG JPEG SVG DOCTYPE OOXML MB
    CSV Excel docgen SHA-256 HTML XLIFF
    Word LibreOffice libreoffice-writer python3-uno Python ActiveX JavaScript PostScript XFA AcroForm .doc .docx .dotx
    """.split()  # noqa: SIM905 - sixty quotation marks would hide the words
)
# And what is typed or read letter for letter; it must stand in the key, too.
TYPED = frozenset(
    """
    csv jsonl xlsx
    png jpg YYYY YYYY-MM YYYY-MM-DD HH:MM name@domain NaN Infinity KH THB Khmr Thai Latn true false documents
    DOCGEN_TEMPLATES DOCGEN_DATA DOCGEN_UNAPPROVED note review words python-redlines docxodus .p12 .pfx
    --code --no-code --trust --engine soffice typeset Normal Transitional Strict Id bookmark surrogate
    shall must should may locale.toml married unmarried neutral attested draft KH-1 TH-74 KH-0110 TH-7401
    customXml altChunk rIdImage_ image: docgen_ w: PAGE NUMPAGES SECTIONPAGES Ctrl+Shift+F9
    if elif else endif end for in item list endfor is join loop p tr dict tuple str bool int
    """.split()  # noqa: SIM905 - sixty quotation marks would hide the words
)
_LATIN_WORD = re.compile(r"[0-9A-Za-z_.:@+-]*[A-Za-z][0-9A-Za-z_.:@+-]*")
_NUMBER = re.compile(r"[0-9]+(?:[.:][0-9]+)*")
_SLOT = re.compile(r"\{[a-z_]+\}")
_CITED = re.compile(r"\bSOP ((?:[0-9]+(?:\.[0-9]+)*(?:, )?)+)")

# One cluster in the order of the Unicode core specification, chapter 16 (Khmer): base, robat, subscripts (ro last),
# register shifter, vowel, signs. What is left between clusters, and marks without a base, is out of order.
_KHMER = re.compile(
    "[\u1780-\u17a2\u17a5-\u17b3]\u17cc?(?:\u17d2[\u1780-\u1799\u179b-\u17a2])*(?:\u17d2\u179a)?[\u17c9\u17ca]?"
    "[\u17b6-\u17c5]?[\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17dd]*"
)
_KHMER_MARK = re.compile("[\u17a3\u17a4\u17b4-\u17d3\u17dd]")
# One cluster in Thai: consonant, vowel above or below, tone or sign; sara am is one character.
_THAI = re.compile("[\u0e01-\u0e2e](?:[\u0e31\u0e34-\u0e39]?[\u0e47-\u0e4c\u0e4e]?|\u0e3a)(?:\u0e33)?")
_THAI_MARK = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
# Spellings that look right and are not: sara e twice for sara ae, the pronoun's letter in “to let” (the dictionary of
# Chuon Nath has ឱ្យ), a zero-width character nobody sees.
_LOOKALIKES = {"Thai": ("เเ",), "Khmr": ("ឲ្យ",)}
_CLUSTERS = {"Khmr": (_KHMER, _KHMER_MARK), "Thai": (_THAI, _THAI_MARK)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def complaints(language: Language, template: Catalog) -> Iterator[str]:
    """One line for everything that is wrong, each naming the key."""
    words = language.read()
    tag = language.settings.tag
    for key in words.twice:
        yield f"{tag}: stands there twice: {key}"
    for entry in template:
        if entry.id and not language.sparse and not all(forms(words.get(entry.id) or Message(entry.id))):
            yield f"{tag}: has no words: {_name(entry)}"
    for entry, errors in words.check():
        yield from (f"{tag}: {error}: {_name(entry)}" for error in errors)
    for entry in words:
        if entry.id:
            yield from (f"{tag}: {wrong}: {_name(entry)}" for wrong in _of_entry(language, template, entry))


def _of_entry(language: Language, template: Catalog, entry: Message) -> Iterator[str]:
    if entry.id not in template:
        yield "stands nowhere in docgen"
    if entry.fuzzy:
        yield "is fuzzy"
    keys = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
    for text in filter(None, forms(entry)):
        if language.sparse and text in keys:
            yield "says what its key says"
        yield from _of_slots(keys, text)
        if "  " in text or text != text.strip():
            yield "has a space too many"
        yield from _of_writing(language, " ".join(keys), text)


def _of_slots(keys: tuple[str, ...], text: str) -> Iterator[str]:
    try:
        if slots(text) not in [slots(key) for key in keys]:
            yield "has other slots than its key"
    except ValueError:
        yield "has a brace that is neither doubled nor paired"


def _of_writing(language: Language, key: str, text: str) -> Iterator[str]:
    script, digits = language.settings.script, language.settings.numbers.digits
    text = _SLOT.sub("\N{OBJECT REPLACEMENT CHARACTER}", text)
    if _INVISIBLE.search(text):
        yield "has an invisible character"
    if script in _CLUSTERS:
        cluster, mark = _CLUSTERS[script]
        if mark.search(cluster.sub("", text)):
            yield "has signs out of order"
        yield from (f"spells {wrong}" for wrong in _LOOKALIKES[script] if wrong in text)
        foreign = sorted(word for word in _latin(text) - NAMES if word not in _latin(key) or not _is_typed(word))
        if foreign:
            yield f"has Latin words ({', '.join(foreign)})"
    if digits != ASCII_DIGITS:
        yield from _of_digits(digits, key, text)


def _of_digits(digits: str, key: str, text: str) -> Iterator[str]:
    """Numbers are in the language's digits; in ASCII only what a standard is called and what is to be typed so."""
    western = set(_NUMBER.findall(text))
    if western and any(digit in text for digit in digits):
        yield "mixes two kinds of digits"
    if western - set(_NUMBER.findall(key)):
        yield "has a number that its key has not"
    native = str.maketrans(ASCII_DIGITS, digits)
    cited = [number for clauses in _CITED.findall(key) for number in _NUMBER.findall(clauses)]
    if any(number.translate(native) not in text for number in cited):
        yield "cites another clause, or not in the digits of the language"


def _latin(text: str) -> set[str]:
    return {word if word in NAMES | TYPED else word.strip(".:-+") for word in _LATIN_WORD.findall(text)}


def _is_typed(word: str) -> bool:
    return word in TYPED or word[0] in ASCII_DIGITS  # such as 5.1a


def _name(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]
