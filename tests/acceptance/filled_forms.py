"""The fixture forms filled with text that is hard to draw, and what is known of them without asking docgen."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pikepdf

from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Filled, Overflow, Value, fill
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.settings import Settings
from tests.acceptance.drawing import Rect
from tests.conftest import open_press
from tests.fixtures.forms.build import FOLDER, words_of

VALUES: Mapping[str, Mapping[str, Value]] = {
    "km": {
        "reference": "ខ/០១២៣-2566 (ក)",
        "person.name": "ស្ត្រី ញ៉ាំ កើត ព្រហ្មចារី ខ្ញុំ",
        "person.name_latin": "Srey Nham KAET, Ťěšť office",
        "person.alias": "ម៉្យាង រឿងរ៉ាវ ង៉ែត (Ngaet) ประเทศ ឡើងក្រៅ កៀន កោះ",
        "person.letters": "ស្ត្រីម្នាក់ញ៉ាំនៅក្រៅ",
        "birth.day": "០៩", "birth.month": "១២", "birth.year": "១៩៩៨", "id_number": "០១២៣៤៥៦៧៨៩០១២",
        "person.sex": "ស្រី", "nationality": "KHM", "person.language": "ភាសាកួយ និង Bunong",
        "interview.date": "ថ្ងៃទី១៤ ខែកក្កដា ឆ្នាំ២០២៦",
        "interview.place": "ភ្នំពេញ – กรุงเทพฯ – Bangkok",
        "account": "ស្ត្រីរងគ្រោះ\u200bបាន\u200bប្រាប់ថា នៅថ្ងៃទី៣ ខែមេសា គេបាននាំនាងឆ្លងដែនទៅប្រទេសថៃ ដោយគ្មានលិខិតឆ្លងដែន។ "
        "នាងត្រូវបានបង្ខំឱ្យធ្វើការ១៦ម៉ោងក្នុងមួយថ្ងៃ ហើយមិនបានទទួលប្រាក់ឈ្នួលឡើយ។\n"
        "ក្រោយមក នាងបានរត់គេចខ្លួនទៅរកប៉ូលិស។",
        "file_mark": "ស្ត្រី-០១ ក្រៅ",
        "needs.interpreter": True, "needs.doctor": False, "needs.shelter": True,
        "documents": ["លិខិតឆ្លងដែន", "សៀវភៅគ្រួសារ"],
        "remarks": "ប្រទេស\u200bកម្ពុជា ព្រះរាជាណាចក្រ ស៊ី ត្រៀម ប៉ុន្តែ ឫទ្ធិ ឱ្យ ឲ្យ",
        "signed.date": "១៤/០៧/២០២៦",
    },
    "th": {
        "reference": "ที่ ตช ๐๑๒๓/2566",
        "person.name": "น้ำ ที่ ปี่ ครั้ง ญี่ปุ่น กตัญญู",
        "person.name_latin": "Nam THI, Ťěšť office",
        "person.alias": "ป้ำ ฐู ฏุ ฤๅษี (Ruesi) ស្ត្រី เก้าอี้ ผู้ใหญ่ ปั๊ม ฝั่ง ฬ่อ",
        "person.letters": "น้ำที่ปี่ครั้งญี่ปุ่น",
        "birth.day": "๐๙", "birth.month": "๑๒", "birth.year": "๒๕๔๑", "id_number": "๐๑๒๓๔๕๖๗๘๙๐๑๒",
        "person.sex": "หญิง", "nationality": "KHM", "person.language": "ภาษากูย และ Bunong",
        "interview.date": "วันที่ ๑๔ กรกฎาคม พ.ศ. ๒๕๖๙",
        "interview.place": "กรุงเทพฯ – ភ្នំពេញ – Bangkok",
        "account": "ผู้เสียหาย\u200bให้ถ้อยคำว่า เมื่อวันที่ ๓ เมษายน มีผู้พาตัวข้ามชายแดนเข้ามาในราชอาณาจักรไทยโดยไม่มีหนังสือเดินทาง "
        "แล้วบังคับให้ทำงานวันละ ๑๖ ชั่วโมง โดยไม่ได้รับค่าจ้างแม้แต่น้อย ทั้งยังถูกกักขังไว้ในห้องน้ำ\n"
        "ต่อมาได้หลบหนีไปพบเจ้าหน้าที่ตำรวจ",
        "file_mark": "ปี่ น้ำ ๐๑",
        "needs.interpreter": True, "needs.doctor": False, "needs.shelter": True,
        "documents": ["หนังสือเดินทาง", "ทะเบียนบ้าน"],
        "remarks": "กำหนด\u200bการ ทั้งสิ้น ปิ่น ป้า ฝ้าย ฟื้น ซิ้น ญาติ ฐานะ ฎีกา ฏ ฯลฯ ทุก ๆ วัน",
        "signed.date": "๑๔/๐๗/๒๕๖๙",
    },
    "en": {
        "reference": "TIP/0123-2566",
        "person.name": "Zoë Åström-Łukasiewicz AVATAR To Wa",
        "person.name_latin": "Srey Nham KAET, Ťěšť office",
        "person.alias": "fi ffi fl “Nita” ស្ត្រី น้ำ é ñ ü Ž ő naïve façade",
        "person.letters": "Søren Ångström",
        "birth.day": "09", "birth.month": "12", "birth.year": "1998", "id_number": "0123456789012",
        "person.sex": "Female", "nationality": "KHM", "person.language": "Kuy and ព្នង",
        "interview.date": "14 July 2026",
        "interview.place": "Phnom Penh – ភ្នំពេញ – กรุงเทพฯ",
        "account": "The person says that on 3 April somebody took her over the border into Thailand without passport, "
        "made her work sixteen hours a day and paid her nothing; the e\u0301cole she had been promised did not exist.\n"
        "Later she ran away and went to the police.",
        "file_mark": "AV-01 Tö",
        "needs.interpreter": True, "needs.doctor": False, "needs.shelter": True,
        "documents": ["Passport", "Family book"],
        "remarks": "AVAVA To. fi – “quoted” it’s 100 % of €5 ½ ×3",
        "signed.date": "14/07/2026",
    },
}  # fmt: skip
BUTTONS = ("person.sex", "needs.interpreter", "needs.doctor", "needs.shelter")
LONG: Mapping[str, str] = {
    "km": "ស្ត្រីរងគ្រោះបានប្រាប់ថា គេបាននាំនាងឆ្លងដែនទៅប្រទេសថៃ ដោយគ្មានលិខិតឆ្លងដែន។ ",
    "th": "ผู้เสียหายให้ถ้อยคำว่า ที่ญี่ปุ่นครั้งนั้น ไม่มีน้ำดื่ม ทั้งยังถูกกักขังไว้ ",
    "en": "The person says that somebody took her over the border without a passport. ",
}


def form(tag: str) -> bytes:
    return (FOLDER / f"all_kinds.{tag}.pdf").read_bytes()


def long_text(tag: str, length: int = 2000) -> str:
    """That many characters or a few fewer, no word cut, numbered so that a lost sentence would be missed."""
    text, number = "", 0
    while len(text) + len(LONG[tag]) + 4 <= length:
        number += 1
        text += f"({number}) {LONG[tag]}"
    return text.strip()


@cache
def choice() -> FontChoice:
    return FontChoice.house(FontBook.find(Settings.read().fonts))


def locale(tag: str) -> Locale:
    return open_press().library.locale(tag)


@cache
def filled(tag: str, *, flat: bool = False) -> bytes:
    """The form with all its values, which it has room for."""
    return fill(form(tag), VALUES[tag], choice=choice(), locale=locale(tag), flatten=flat).pdf


def overfull(tag: str, overflow: Overflow, *, length: int = 2000, flat: bool = False) -> Filled:
    """The form with that many characters in its five lines."""
    return fill(
        form(tag), {"account": long_text(tag, length)}, choice=choice(), locale=locale(tag), flatten=flat,
        policies={"account": FieldPolicy(overflow)},
    )  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A widget: its field, its page from 0, its rectangle."""

    field: str
    page: int
    rect: Rect


@cache
def spots(tag: str) -> tuple[Spot, ...]:
    """The widgets of the unfilled form, as pikepdf finds them."""
    found = []
    with pikepdf.open(io.BytesIO(form(tag))) as pdf:
        for number, page in enumerate(pdf.pages):
            for widget in page.Annots:
                names, holder = [], widget
                while holder is not None:
                    names += [str(holder.T)] if "/T" in holder else []
                    holder = holder.get("/Parent")
                left, bottom, right, top = (float(side) for side in widget.Rect)
                found.append(Spot(".".join(reversed(names)), number, (left, bottom, right, top)))
    return tuple(found)


def shown(tag: str, name: str) -> str:
    """What a text, dropdown or list field is to show."""
    value, options = VALUES[tag][name], words_of(tag)["options"].get(name, ())
    if name == "documents":
        return "".join(options)
    return {each[0]: each[1] for each in options if not isinstance(each, str)}.get(value, value)
