"""Passwords: hashes that fit, new ones that nobody guesses, and those that are refused."""

import unicodedata

import pytest
from argon2 import PasswordHasher

from docgen.store import passwords


def test_a_hash_fits_its_password_and_no_other() -> None:
    kept = passwords.hashed("kite over the quiet river")
    assert kept.startswith("$argon2id$") and "kite" not in kept
    assert passwords.verified(kept, "kite over the quiet river")
    assert not passwords.verified(kept, "kite over the quiet rivers")
    assert kept != passwords.hashed("kite over the quiet river"), "each has its own salt"


def test_a_password_fits_however_the_keyboard_composes_its_letters() -> None:
    kept = passwords.hashed(unicodedata.normalize("NFD", "Café à la gare, ครับ"))
    assert passwords.verified(kept, unicodedata.normalize("NFC", "Café à la gare, ครับ"))


@pytest.mark.parametrize("kept", ["", "no hash at all", "$argon2id$v=19$m=65536,t=3,p=4$AAAA"])
def test_nothing_fits_what_is_no_hash(kept: str) -> None:
    assert not passwords.verified(kept, "") and not passwords.verified(kept, "kite over the quiet river")


def test_a_name_that_there_is_not_costs_a_whole_check(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda own, kept, text: checked.append(kept) or real(own, kept, text))
    assert not passwords.verified("", "kite over the quiet river")
    assert not passwords.verified(passwords.hashed("kite over the quiet river"), "another one")
    parameters = [kept.rsplit("$", 2)[0] for kept in checked]
    assert len(checked) == 2 and parameters[0] == parameters[1]


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash("x"))
    assert not passwords.outdated(passwords.hashed("x"))


def test_generated_passwords_have_80_bits_are_typed_on_any_keyboard_and_are_accepted() -> None:
    made = {passwords.generated() for _ in range(200)}
    letters = {letter for each in made for letter in each} - {"-"}
    assert len(made) == 200
    assert all(len(each.replace("-", "")) == 18 and passwords.refusal(each, "dara") is None for each in made)
    assert len(letters) == 30 and 30**18 > 2**80
    assert not letters & set("il1o0u") and all(letter.isascii() for letter in letters)


@pytest.mark.parametrize(
    "text",
    [
        "", "river", "quiet river", "password1234", "Passwordpassword", "P@ssw0rd!2026", "123456789012",
        "987654321098", "abcdefghijkl", "qwertyuiop12", "aaaaaaaaaaaa", "ababababababab", "dara.dara.dara",
        "Dara-2026-Dara", "docgen admin 2026", "x" * 300,
    ],
)  # fmt: skip
def test_what_others_guess_first_is_refused(text: str) -> None:
    refused = passwords.refusal(text, "dara")
    assert refused is not None
    assert not text or text not in str(refused)


@pytest.mark.parametrize(
    "text", ["kite over the quiet river", "ក្រុមការងារជួយជនរងគ្រោះ", "รถไฟสายเหนือขบวนที่สาม", "9r-Tz!4qLm0p"]
)
def test_several_words_in_any_script_are_accepted(text: str) -> None:
    assert passwords.refusal(text, "dara") is None
