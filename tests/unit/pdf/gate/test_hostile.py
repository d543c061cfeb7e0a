"""Bombs, loops, damage: each is refused with its reason, or repaired and clean, within 5 s and 512 MB of the child."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import PasswordNeeded, PasswordWrong, PdfRefused
from docgen.pdf.confined import Confinement
from docgen.pdf.gate import Admitted, assert_clean
from docgen.pdf.gate.job import admit
from tests.unit.pdf.gate.active_files import FILES as ACTIVE
from tests.unit.pdf.gate.active_files import ORDINARY
from tests.unit.pdf.gate.hostile_files import FILES, PASSWORD, encrypted
from tests.unit.pdf.gate.raw import form

# What the parent says when the child did not survive: no file here may need that.
NOT_SURVIVED = ("made the program that reads it fail", "too long to read", "too much memory")


def admitted(confinement: Confinement, pdf: bytes) -> Admitted | PdfRefused:
    try:
        return admit(confinement, pdf)
    except PdfRefused as refusal:
        return refusal


@pytest.mark.parametrize(("build", "reason"), FILES.values(), ids=FILES.keys())
def test_a_hostile_file_is_refused_with_its_reason_or_comes_out_clean(
    build: Callable[[], bytes], reason: str | None, confinement: Confinement
) -> None:
    outcome = admitted(confinement, build())
    if reason is None and isinstance(outcome, Admitted):
        assert_clean(outcome.pdf)
    else:
        assert isinstance(outcome, PdfRefused)
        assert (reason or "") in str(outcome)
        assert ";" in str(outcome)
        assert not any(words in str(outcome) for words in NOT_SURVIVED)
    assert admit(confinement, form()).findings == ()


def test_there_are_more_than_a_hundred_hostile_files() -> None:
    assert len(FILES) + len(ACTIVE) > 100


def test_a_password_opens_an_encrypted_form_and_what_comes_out_is_not_encrypted(confinement: Confinement) -> None:
    opened = admit(confinement, encrypted(PASSWORD), PASSWORD)
    assert opened.was_encrypted
    assert [finding.code for finding in opened.findings] == ["encryption"]
    assert not admit(confinement, opened.pdf).was_encrypted


@pytest.mark.parametrize("options", [{"R": 6}, {"R": 4}, {"R": 3, "aes": False, "metadata": False}])
def test_an_empty_user_password_needs_no_asking(options: dict[str, object], confinement: Confinement) -> None:
    assert admit(confinement, encrypted("", **options)).was_encrypted


@pytest.mark.parametrize("tried", [None, "", "open sesame", "x" * 500])
def test_a_missing_or_wrong_password_is_told_apart_and_never_repeated(
    tried: str | None, confinement: Confinement
) -> None:
    with pytest.raises(PasswordNeeded if tried is None else PasswordWrong) as caught:
        admit(confinement, encrypted(PASSWORD), tried)
    error = caught.value
    assert (error.code, error.http_status, error.exit_code) == (
        "password_needed" if tried is None else "password_wrong", 422, 4,
    )  # fmt: skip
    assert not tried or tried not in f"{error!r}{error.__dict__}"
    assert error.__cause__ is None


@cache
def real_forms() -> list[bytes]:
    return [build() for build in ORDINARY.values()] + [build() for build, _ in ACTIVE.values()]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A form with bits flipped, bytes cut out or doubled, its end cut off, numbers and references swapped."""
    rng = draw(st.randoms(use_true_random=False))
    pdf = bytearray(draw(st.sampled_from(real_forms())))
    for _ in range(draw(st.integers(1, 8))):
        if len(pdf) > 64:
            draw(st.sampled_from(MUTATIONS))(pdf, rng)
    return bytes(pdf)


def flip(pdf: bytearray, rng: random.Random) -> None:
    pdf[rng.randrange(len(pdf))] ^= 1 << rng.randrange(8)


def truncate(pdf: bytearray, rng: random.Random) -> None:
    del pdf[rng.randrange(len(pdf) // 2, len(pdf)) :]


def cut(pdf: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(pdf))
    del pdf[at : at + rng.randrange(1, 40)]


def double(pdf: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(pdf))
    pdf[at:at] = pdf[at : at + rng.randrange(1, 200)]


def renumber(pdf: bytearray, rng: random.Random) -> None:
    digits = [at for at, byte in enumerate(pdf) if 48 <= byte <= 57]
    if digits:
        pdf[rng.choice(digits)] = 48 + rng.randrange(10)


def enlarge(pdf: bytearray, rng: random.Random) -> None:
    digits = [at for at, byte in enumerate(pdf) if 48 <= byte <= 57]
    if digits:
        at = rng.choice(digits)
        pdf[at:at] = rng.choice([b"-", b"99999999999", b"0.", b"2147483647"])


def retype(pdf: bytearray, rng: random.Random) -> None:
    old = rng.choice([b"[", b"]", b"<<", b">>", b"/", b"R", b"(", b")"])
    at = pdf.find(old, rng.randrange(len(pdf)))
    if at >= 0:
        pdf[at : at + len(old)] = rng.choice([b"[", b"]", b"<<", b">>", b"null", b"(", b" 3 0 R "])


MUTATIONS = [flip, truncate, cut, double, renumber, enlarge, retype]


@given(mutated())
@settings(max_examples=400)
def test_a_damaged_form_is_refused_or_clean_and_nothing_else(confinement: Confinement, pdf: bytes) -> None:
    outcome = admitted(confinement, pdf)
    if isinstance(outcome, Admitted):
        assert_clean(outcome.pdf)
        assert outcome.pages >= 1
    else:
        assert not any(words in str(outcome) for words in NOT_SURVIVED)
