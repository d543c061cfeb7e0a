"""A foreign form is admitted, filled and looked through in the confined child; what acts is gone and named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

import pypdf
import pytest

from docgen.errors import InputRefused, PasswordNeeded, PdfRefused
from docgen.pdf.confined import Confinement
from docgen.pdf.confined.transport import findings_from_json
from docgen.pdf.foreign import MODULES
from docgen.pdf.gate import assert_clean
from docgen.settings import Settings
from tests.unit.pdf.gate.hostile_files import PASSWORD, encrypted
from tests.unit.pdf.gate.raw import form

VALUE = "Chan Sokha ចាន់ សុខា"
SCRIPTED = partial(form, root=b"/OpenAction<</S/JavaScript/JS(x)>>", field=b"/AA<</K<</S/JavaScript/JS(x)>>>>")


@pytest.fixture(scope="module")
def confinement() -> Iterator[Confinement]:
    with Confinement(modules=MODULES) as confinement:
        yield confinement


def payload(**given: object) -> dict[str, object]:
    settings = Settings.read()
    return {
        "values": {"given_name": VALUE}, "fonts": [str(folder) for folder in settings.fonts],
        "families": {"Khmr": "Battambang", "Latn": "Tinos"}, "locale": str(settings.templates[0] / "km"), **given,
    }  # fmt: skip


def test_a_foreign_form_is_filled_and_nothing_in_it_acts(confinement: Confinement) -> None:
    told, (filled,) = confinement.run("docgen.pdf.foreign:fill", payload(), [SCRIPTED()])
    findings = findings_from_json(told["findings"])
    assert [(finding.code, finding.pointer) for finding in findings] == [
        ("javascript", ""), ("javascript", "/fields/given_name"),
    ]  # fmt: skip
    assert_clean(filled)
    assert pypdf.PdfReader(io.BytesIO(filled)).get_form_text_fields() == {"given_name": VALUE}


def test_the_fields_of_a_foreign_form_are_listed(confinement: Confinement) -> None:
    told, blobs = confinement.run("docgen.pdf.foreign:fields", {}, [SCRIPTED()])
    assert [field["name"] for field in told["result"]] == ["given_name"]
    assert (len(told["findings"]), blobs) == (2, [])


def test_an_encrypted_form_is_filled_with_its_password(confinement: Confinement) -> None:
    with pytest.raises(PasswordNeeded):
        confinement.run("docgen.pdf.foreign:fill", payload(), [encrypted(PASSWORD)])
    _, (filled,) = confinement.run("docgen.pdf.foreign:fill", payload(password=PASSWORD), [encrypted(PASSWORD)])
    assert pypdf.PdfReader(io.BytesIO(filled)).get_form_text_fields() == {"given_name": VALUE}


def test_what_the_filler_refuses_arrives_as_the_filler_says_it(confinement: Confinement) -> None:
    with pytest.raises(InputRefused) as caught:
        confinement.run("docgen.pdf.foreign:fill", payload(values={"no_such_field": VALUE}), [form()])
    assert caught.value.findings
    with pytest.raises(PdfRefused, match="no PDF"):
        confinement.run("docgen.pdf.foreign:fill", payload(), [b"no form"])
