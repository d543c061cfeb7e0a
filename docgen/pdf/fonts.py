"""The fonts an installation has: where they are, which characters they cover, how tall their lines are.

Fonts are declared as packages (npm `@expo-google-fonts/*`, Debian `fonts-tlwg-laksaman-ttf`) and never copied into the
repository. A `FontBook` is found once from their directories and handed to the typesetter and to LibreOffice.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb
from babel.core import get_global

from docgen.docx.scripts import COMPLEX
from docgen.errors import EngineUnavailable, Message

#: The house family for text that its own font cannot draw, keyed by ISO 15924 code; Latin is the last resort.
FALLBACK: Mapping[str, str] = {"Khmr": "Battambang", "Thai": "Laksaman", "Latn": "Tinos"}

#: Families met in other people's Word files and the house family with the same design (the `altName`s of our
#: templates).
SUBSTITUTES: Mapping[str, str] = {
    "Times New Roman": "Tinos",
    "Khmer OS Battambang": "Battambang",
    "Khmer OS Muol": "Moul",
    "Khmer OS Muol Light": "Moul",
    "Khmer OS Siemreap": "Siemreap",
    "TH Sarabun New": "Laksaman",
    "TH SarabunPSK": "Laksaman",
    "TH SarabunIT๙": "Laksaman",
}

#: Which package brings a family, when it is not simply npm's folder of that name.
PACKAGES: Mapping[str, str] = {"Laksaman": "Debian fonts-tlwg-laksaman-ttf"}

REGULAR, BOLD = 400, 700
_USE_TYPO_METRICS = 1 << 7  # OS/2 fsSelection bit 7 (OpenType 1.8.4)
_ITALIC = 1

# Unicode 15, Default_Ignorable_Code_Point, as far as text may hold them: drawn as nothing by every shaper.
_IGNORABLE = frozenset(map(chr, (0x00AD, 0x034F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10))))
#: Unicode blocks that this system sets with a font of their own, as a regular expression's character ranges.
#: Scripts written from right to left are refused, so they have no font.
SCRIPT_BLOCKS: Mapping[str, str] = {code: chars for code, chars in COMPLEX.items() if code not in ("Arab", "Hebr")}
_SCRIPTS = {script: re.compile(f"[{blocks}]") for script, blocks in SCRIPT_BLOCKS.items()}


def script_of(char: str) -> str:
    """ISO 15924 code of the font family a character wants: a complex script's, or "Latn" for anything else."""
    return next((script for script, pattern in _SCRIPTS.items() if pattern.match(char)), "Latn")


def holds_script(text: str, script: str) -> bool:
    """Whether text has a character of a script in SCRIPT_BLOCKS."""
    return _SCRIPTS[script].search(text) is not None


@lru_cache(maxsize=64)
def language_of(script: str) -> str:
    """The likeliest language written in a script (CLDR likely subtags): ISO 639 code for an ISO 15924 code."""
    likely = get_global("likely_subtags")
    tag: str = likely.get(f"und_{script}") or likely["und"]
    return tag.split("_")[0]


@dataclass(frozen=True, eq=False)
class Face:
    """One font file. Metrics in font units; `ascent` includes the line gap, as Word and LibreOffice set it."""

    path: Path
    family: str
    postscript_name: str
    weight: int
    italic: bool
    upem: int
    ascent: int
    descent: int
    coverage: frozenset[str] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Face:
        """Read name, OS/2, hhea and cmap (OpenType 1.9).

        Raises EngineUnavailable when the file is no TrueType or OpenType font.
        """
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        os2, hhea = face.reference_table("OS/2").data, face.reference_table("hhea").data
        if len(os2) < 78 or len(hhea) < 10:
            raise EngineUnavailable(Message("{file} is not a usable font; reinstall its package", {"file": path.name}))
        weight, selection = _u16(os2, 4), _u16(os2, 62)
        source, at = (os2, 68) if selection & _USE_TYPO_METRICS else (hhea, 4)
        ascent, descent, gap = struct.unpack_from(">hhh", source, at)
        family = face.get_name(16) or face.get_name(1) or path.stem
        coverage = frozenset(map(chr, face.unicodes)) | _IGNORABLE
        name = face.get_name(6) or path.stem
        return cls(path, family, name, weight, bool(selection & _ITALIC), face.upem, ascent + gap, -descent, coverage)

    @cached_property
    def shaper(self) -> hb.Font:
        """HarfBuzz font at one unit per em unit."""
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(self.path))))

    def cut(self, text: str) -> bytes:
        """The font with what this text needs and no more, its layout rules among it."""
        wanted = hb.SubsetInput()
        wanted.unicode_set.update(map(ord, text))
        return bytes(hb.subset(hb.Face(hb.Blob.from_file_path(str(self.path))), wanted).blob.data)

    def width(self, text: str) -> float:
        """Advance width of shaped text, in ems."""
        return _shaped(self, text)[0] / self.upem

    def glyphs(self, text: str) -> tuple[int, ...]:
        """Glyph ids of shaped text, in the order drawn."""
        return _shaped(self, text)[1]

    @cached_property
    def characters(self) -> Mapping[int, str]:
        """Glyph id → the character it draws by itself (cmap turned round; the lowest code point wins)."""
        found: dict[int, str] = {}
        for char in sorted(self.coverage):
            glyph = self.shaper.get_nominal_glyph(ord(char))
            if glyph:
                found.setdefault(glyph, char)
        return found

    def ink(self, text: str) -> tuple[float, float]:
        """Width and height of the ink of shaped text, in ems."""
        return _ink(self, text)


def _u16(table: bytes, at: int) -> int:
    value: int = struct.unpack_from(">H", table, at)[0]
    return value


@lru_cache(maxsize=8192)
def _shaped(face: Face, text: str) -> tuple[int, tuple[int, ...]]:
    buffer = _buffer(face, text)
    advance = sum(position.x_advance for position in buffer.glyph_positions)
    return advance, tuple(info.codepoint for info in buffer.glyph_infos)


def _buffer(face: Face, text: str) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.shaper, buffer)
    return buffer


@lru_cache(maxsize=256)
def _ink(face: Face, text: str) -> tuple[float, float]:
    buffer, x = _buffer(face, text), 0
    left, right, top, bottom = [], [], [], []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        extents = face.shaper.get_glyph_extents(info.codepoint)
        if extents is not None and extents.width:
            left.append(x + position.x_offset + extents.x_bearing)
            right.append(left[-1] + extents.width)
            top.append(position.y_offset + extents.y_bearing)
            bottom.append(top[-1] + extents.height)  # HarfBuzz heights grow downwards: negative
        x += position.x_advance
    if not left:
        return 0.0, 0.0
    return (max(right) - min(left)) / face.upem, (max(top) - min(bottom)) / face.upem


class FontBook:
    """Faces by family and style, and what they cover together."""

    def __init__(self, faces: Iterable[Face]) -> None:
        self._families: dict[str, list[Face]] = {}
        for face in sorted(faces, key=lambda f: (f.family, f.weight, f.italic)):
            self._families.setdefault(face.family, []).append(face)
        self._picked: dict[tuple[str, bool, bool], Face] = {}

    @classmethod
    def find(cls, dirs: Iterable[Path]) -> FontBook:
        """Read every TrueType and OpenType font under the directories.

        Raises EngineUnavailable when none of them holds a family that a script of this system needs.
        """
        book = cls(Face.read(path) for path in sorted(set(_font_files(dirs))))
        for family in FALLBACK.values():
            book.face(family)
        return book

    @property
    def families(self) -> tuple[str, ...]:
        """Family names, sorted."""
        return tuple(self._families)

    @cached_property
    def directories(self) -> tuple[Path, ...]:
        """The folders the fonts lie in: what LibreOffice and Typst are shown, and nothing else."""
        return tuple(sorted({face.path.parent for faces in self._families.values() for face in faces}))

    @cached_property
    def by_postscript_name(self) -> Mapping[str, Face]:
        """Faces by PostScript name (name ID 6), which is what a PDF calls them."""
        return {face.postscript_name: face for faces in self._families.values() for face in faces}

    @cached_property
    def coverage(self) -> frozenset[str]:
        """Every character that some font draws."""
        return frozenset().union(*(face.coverage for faces in self._families.values() for face in faces))

    def has(self, family: str) -> bool:
        """Whether a family, or the house family with its design, is installed."""
        return SUBSTITUTES.get(family, family) in self._families or family in self._families

    def face(self, family: str, *, bold: bool = False, italic: bool = False) -> Face:
        """The face nearest to a style, as CSS Fonts 4 §5.2 picks it: slope first, then weight.

        Raises EngineUnavailable, naming the package to install, when the family is not there.
        """
        found = self._picked.get((family, bold, italic))
        if found is None:
            found = self._picked[family, bold, italic] = self._pick(family, bold, italic)
        return found

    def _pick(self, family: str, bold: bool, italic: bool) -> Face:
        faces = self._families.get(family) or self._families.get(SUBSTITUTES.get(family, ""))
        if not faces:
            house = SUBSTITUTES.get(family, family)
            package = PACKAGES.get(house, f"npm @expo-google-fonts/{house.lower().replace(' ', '-')}")
            values = {"family": family, "package": package}
            raise EngineUnavailable(Message("the font {family} is not installed; install {package}", values))
        weight = BOLD if bold else REGULAR
        return min(faces, key=lambda face: (face.italic != italic, abs(face.weight - weight)))

    def covers(self, text: str) -> frozenset[str]:
        """The characters of a text that no font draws (empty when all is well); line breaks and tabs aside."""
        return frozenset(text) - self.coverage - {"\n", "\t"}


def _font_files(dirs: Iterable[Path]) -> Iterator[Path]:
    for directory in dirs:
        yield from (path for path in Path(directory).rglob("*.[to]tf") if path.is_file())
