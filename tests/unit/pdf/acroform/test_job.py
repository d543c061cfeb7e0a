"""The job functions take and give JSON and bytes, so that a confined process can run them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from docgen.errors import InputRefused
from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Overflow, fill, job
from docgen.pdf.coding.runs import FontChoice
from docgen.settings import Settings
from tests.unit.pdf.acroform.forms import MULTILINE, FormMaker

LONG = "ព្រះរាជាណាចក្រកម្ពុជា " * 60


def payload(**given: object) -> dict[str, object]:
    settings = Settings.read()
    folder = settings.templates[0] / "km"
    made = {
        "values": {"a": LONG}, "fonts": [str(each) for each in settings.fonts], "families": {"Khmr": "Battambang"},
        "locale": str(folder), "default": job.policy_json(FieldPolicy(Overflow.CONTINUE)), **given,
    }  # fmt: skip
    found: dict[str, object] = json.loads(json.dumps(made))
    return found


def form() -> bytes:
    made = FormMaker()
    made.text("a", (50, 600, 250, 700), Ff=MULTILINE)
    return made.made()


def test_a_job_fills_as_the_function_does(choice: FontChoice, locales: Mapping[str, Locale]) -> None:
    result, (pdf,) = job.fill(payload(), [form()])
    expected = fill(form(), {"a": LONG}, choice=choice, locale=locales["km"], default=FieldPolicy(Overflow.CONTINUE))
    assert json.loads(json.dumps(result)) == {"continued": ["a"], "notes": []}
    assert pdf == expected.pdf


def test_a_job_describes_fields_in_json() -> None:
    result, blobs = job.fields({}, [form()])
    assert blobs == ()
    (field,) = json.loads(json.dumps(result))
    assert (field["name"], field["kind"], field["pages"]) == ("a", "multiline", [1])


def test_a_job_raises_what_the_function_raises(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        job.fill(payload(policies={"a": {"overflow": "refuse", "floor": 6}}), [form()])
