"""Who may see the pages: signing in, sessions, the tokens of forms, roles, and the headers of every answer."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from httpx2 import Response
from sqlalchemy import select
from starlette.routing import Match

from api.web.headers import POLICY
from api.web.visitors import COOKIE, SAFE_COOKIE
from docgen.shelf.desk import STAFF
from docgen.store import Role, users
from docgen.store.models import AuditEntry, Base, KeptFormRow
from docgen.store.sessions import IDLE, WHOLE_DAY
from tests.integration.web import HERE, PASSWORD, THERE, Browser, Pages, hidden, pages

WRONG = "kite over the loud river"
PUBLIC = ("/sign-in", "/language/", "/verify")
"""What anybody may ask for; also /assets, which is no route of a page."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("access")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Pages]:
    """A service of one test, which moves its clock or fills its counts."""
    with pages(tmp_path) as running:
        yield running


def addresses(site: Pages, method: str) -> list[str]:
    """An example of each address of the pages that takes this method."""
    routes = [route for route in site.app.state.pages.router.routes if isinstance(route, APIRoute)]
    found = [re.sub(r"\{[^}]*\}", "1", route.path) for route in routes if method in (route.methods or ())]
    assert len(found) >= 4
    return found


def everything(site: Pages) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {
        table.name: site.store.read(
            lambda session, table=table: sorted((tuple(row) for row in session.execute(select(table))), key=str)
        )
        for table in Base.metadata.tables.values()
    }


def events(site: Pages) -> list[tuple[str, str]]:
    query = select(AuditEntry).order_by(AuditEntry.seq)
    entries = site.store.read(lambda session: list(session.scalars(query)))
    return [(each.action, each.actor) for each in entries if each.action.startswith("user.")]


def asked_to_sign_in(answer: Response) -> bool:
    return answer.status_code == 303 and urlsplit(answer.headers["location"]).path == "/sign-in"


def with_cookie(site: Pages, secret: str) -> Browser:
    """A browser with this session, whoever's it was."""
    browser = site.browser()
    browser.client.cookies.set(COOKIE, secret, domain="127.0.0.1", path="/")
    return browser


def sentences(answer: Response) -> str:
    """The page without what differs each time."""
    return re.sub(r'value="[^"]*"', "", answer.text)


# Every page


def test_every_page_sends_a_stranger_to_sign_in(site: Pages) -> None:
    for address in addresses(site, "GET"):
        if not address.startswith(PUBLIC):
            answer = site.browser().get(f"{address}?a=1")
            assert asked_to_sign_in(answer), address
            assert parse_qs(urlsplit(answer.headers["location"]).query) == {"next": [f"{address}?a=1"]}


def test_every_page_sends_whose_session_has_ended_to_sign_in(own: Pages) -> None:
    browser = own.visitor("dara", *Role)
    own.clock.pass_by(seconds=IDLE.total_seconds())
    for address in addresses(own, "GET"):
        assert address.startswith(PUBLIC) or asked_to_sign_in(browser.get(address)), address


def test_no_page_hides_another_behind_its_address(site: Pages) -> None:
    routes = [route for route in site.app.state.pages.router.routes if isinstance(route, APIRoute)]
    for route in routes:
        path = re.sub(r"\{[^}:]*\}", "some", re.sub(r"\{[^}]*:int\}", "1", route.path)).replace(
            "{place:path}", "person"
        )
        for method in route.methods:
            scope = {"type": "http", "path": path, "method": method}
            first = next(each for each in routes if each.matches(scope)[0] is Match.FULL)
            assert first is route, (method, route.path, first.path)


def test_the_public_pages_are_open_to_strangers(site: Pages) -> None:
    assert site.browser().get("/sign-in").status_code == 200
    assert site.browser().get("/assets/icon.svg").status_code == 200
    assert site.browser().get("/language/xx").headers["location"] == "/"


def test_every_form_of_a_stranger_is_turned_away_and_changes_nothing(site: Pages) -> None:
    before = everything(site)
    for address in addresses(site, "POST"):
        if not address.startswith(PUBLIC):
            answer = site.browser().post(address, {"csrf": "1", "name": "x"})
            assert asked_to_sign_in(answer) and "kept" not in answer.headers["location"], address
    assert everything(site) == before


@pytest.mark.parametrize("token", ["none", "empty", "wrong", "another user's"])
def test_every_form_without_the_users_token_is_refused_and_changes_nothing(site: Pages, token: str) -> None:
    browser, other = site.visitor(f"user-{token[:4]}", *Role), site.visitor(f"other-{token[:4]}")
    sent = {"none": {}, "empty": {"csrf": ""}, "wrong": {"csrf": "0" * 64}}.get(token, {"csrf": other.csrf()})
    before = everything(site)
    for address in addresses(site, "POST"):
        if not address.startswith("/verify"):  # asks, and changes nothing
            assert browser.post(address, sent | {"name": "x", "note": "y"}).status_code == 403, address
    assert everything(site) == before


def test_every_form_that_another_site_sends_is_refused_though_its_token_is_right(site: Pages) -> None:
    browser = site.visitor("maly", *Role)
    token, before = browser.csrf(), everything(site)
    for address in addresses(site, "POST"):
        if not address.startswith(PUBLIC):
            for origin in ("cross-site", "same-site"):
                assert browser.post(address, {"csrf": token}, sec_fetch_site=origin).status_code == 403, address
    assert everything(site) == before


def test_a_token_is_taken_from_a_header_too(site: Pages) -> None:
    browser = site.visitor("header", Role.CLERK)
    answer = browser.post("/account/language", {"language": "?"}, x_csrf=browser.csrf(), sec_fetch_site="same-origin")
    assert answer.status_code == 422, "taken, and then the language is wrong"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_carries_the_headers(site: Pages, monkeypatch: pytest.MonkeyPatch, accept: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of a person")

    browser = site.visitor(f"headers-{accept[:4]}", Role.REVIEWER)
    answers = [
        browser.get(address, accept=accept)
        for address in ("/sign-in", "/account", "/batches", "/no/such/page", "/assets/no")
    ]
    answers += [browser.post("/account/language", accept=accept), browser.post("/kept/1", accept=accept)]
    answers += [site.browser().get("/account", accept=accept), browser.get("/assets/icon.svg", accept=accept)]
    answers += [site.browser().get("/account", accept=accept, hx_request="true")]
    monkeypatch.setattr("api.web.account.page", broken)
    answers.append(browser.get("/account", accept=accept))
    assert [each.status_code for each in answers] == [303, 200, 403, 404, 404, 403, 405, 303, 200, 401, 500]
    for answer in answers:
        lasting = answer.status_code == 200 and "svg" in answer.headers["content-type"]  # nobody's in particular
        assert answer.headers.get_list("content-security-policy") == [POLICY]
        assert lasting or answer.headers.get_list("cache-control") == ["no-store"]
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
        assert answer.headers.get_list("x-frame-options") == ["DENY"]
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert "secret" not in answer.text
    assert POLICY.startswith("default-src 'none'; ") and "unsafe" not in POLICY


# Errors


@pytest.mark.parametrize("language", ["en", "km", "th"])
def test_an_error_is_a_page_in_the_visitors_language(site: Pages, language: str) -> None:
    answer = site.browser().get("/no/such/page", accept_language=language)
    assert (answer.status_code, answer.headers["content-language"]) == (404, language)
    assert f'<html lang="{language}"' in answer.text and answer.text.count("<h1") == 1


def test_an_unknown_address_is_not_there_for_anybody(site: Pages) -> None:
    for browser in (site.browser(), site.visitor("lost", Role.CLERK)):
        assert browser.get("/no/such/page").status_code == 404
        assert browser.post("/no/such/page").status_code == 404


def test_an_error_page_shows_nothing_of_what_was_sent(site: Pages) -> None:
    browser = site.visitor("canary", Role.CLERK)
    for answer in (
        browser.get("/kept/CANARYX7Q9"),
        browser.post("/account/language", {"csrf": "CANARYX7Q9", "language": "CANARYX7Q9"}),
        browser.post("/account/language", {"csrf": browser.csrf(), "language": "CANARYX7Q9"}),
        site.browser().sign_in("CANARYX7Q9", "CANARYX7Q9"),
    ):
        assert answer.status_code in (403, 404, 422) and "CANARYX7Q9" not in re.sub(r'href="[^"]*"', "", answer.text)


# Roles


def test_a_role_is_needed_where_one_is_named_and_a_change_of_roles_holds_at_once(site: Pages) -> None:
    user = site.user("approver", Role.APPROVER)
    browser = site.browser()
    browser.sign_in("approver")
    assert browser.get("/batches").status_code == 403
    assert browser.get("/account").status_code == 200, "open to any role"
    assert "/sign-out" in browser.get("/batches").text, "and the page that refuses can be left"
    site.store.write(lambda session: users.set_roles(session, user.id, [Role.CLERK])).result()
    assert browser.get("/batches").status_code == 200


@pytest.mark.parametrize("role", sorted({*Role} - {Role.CLERK, *STAFF}))
def test_whoever_is_neither_clerk_nor_of_the_legal_staff_is_led_to_the_pages_that_are_for_everybody(
    site: Pages, role: Role
) -> None:
    site.user(f"no-clerk-{role}", role)
    browser = site.browser()
    assert browser.sign_in(f"no-clerk-{role}").headers["location"] == "/"
    for tag in site.app.state.service.library.locales:
        browser.get(f"/language/{tag}")
        home = browser.get("/")
        assert home.status_code == 200 and f'<html lang="{tag}"' in home.text
        links = set(re.findall(r'href="(/[^"?]*)"', home.text)) - set(
            re.findall(r'href="(/language/[^"?]*)"', home.text)
        )
        assert (
            {"/account", "/verify"} < {link for link in links if "/assets/" not in link} == {"/", "/account", "/verify"}
        )
        assert all(browser.get(link).status_code == 200 for link in links), "and all of them open"
    assert site.visitor(f"also-clerk-{role}", role, Role.CLERK).get("/").text.count('href="/cases/new"') == 1


# Signing in


def test_whoever_signs_in_comes_to_the_page_that_was_asked_for(site: Pages) -> None:
    site.user("sokha")
    browser = site.browser()
    asked = hidden(browser.get(browser.get("/account?a=1&b=2").headers["location"]))
    answer = browser.post("/sign-in", asked | {"name": " SOKHA ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?a=1&b=2")
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "", " //x",
     "/\t/evil.example", "/\n/evil.example", "evil.example", "///evil.example", "/.\\/evil.example", "/sign-out",
     "/x" * 1500],
)  # fmt: skip
def test_nobody_is_led_to_another_site(site: Pages, target: str) -> None:
    if site.store.read(lambda session: users.named(session, "led")) is None:
        site.user("led")
    browser = site.browser()
    assert browser.sign_in("led", next=target).headers["location"] == "/"
    assert (
        browser.client.get("/language/xx", params={"next": target}, follow_redirects=False).headers["location"] == "/"
    )
    shown = browser.client.get("/sign-in", params={"next": target}, follow_redirects=False)
    assert shown.headers.get("location") == "/", "who is signed in already goes on"
    fresh = site.browser()
    assert hidden(fresh.client.get("/sign-in", params={"next": target}))["next"] == "/"


def test_an_unknown_name_a_wrong_password_a_locked_and_a_disabled_account_are_told_the_same(own: Pages) -> None:
    for name in ("wrong", "locked", "disabled"):
        own.user(name)
    gone = own.store.read(lambda session: users.named(session, "disabled"))
    assert gone is not None
    own.store.write(lambda session: users.disable(session, gone.id, own.clock())).result()
    for _ in range(5):
        own.browser().sign_in("locked", WRONG)
    answers = [own.browser().sign_in("unknown"), own.browser().sign_in("wrong", WRONG)]
    answers += [own.browser().sign_in("locked"), own.browser().sign_in("disabled")]
    assert {each.status_code for each in answers} == {403}
    assert len({sentences(each) for each in answers}) == 1
    assert not [name for each in answers for name in each.cookies if name in (COOKIE, SAFE_COOKIE)]


def test_each_of_them_costs_the_same_check(own: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    own.user("dara")
    for _ in range(5):
        own.browser().sign_in("dara", WRONG)
    checked: list[str] = []
    real = PasswordHasher.verify

    def noted(hasher: PasswordHasher, kept: str, text: str) -> bool:
        checked.append(threading.current_thread().name)
        return bool(real(hasher, kept, text))

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    for name, password in (("unknown", WRONG), ("dara", WRONG), ("dara", PASSWORD)):
        own.browser().sign_in(name, password)
    assert len(checked) == 3
    assert not {name for name in checked if "store" in name or name == "MainThread"}, "nothing waits for it"


def test_an_account_is_locked_after_five_wrong_passwords_and_opens_again(own: Pages) -> None:
    user = own.user("dara")
    browser = own.browser()
    for _ in range(5):
        assert browser.sign_in("dara", WRONG).status_code == 403
    own.clock.pass_by(minutes=14, seconds=59)
    assert browser.sign_in("dara").status_code == 403
    own.clock.pass_by(seconds=1)
    assert browser.sign_in("dara").status_code == 303
    refused = [("user.refused", user.id)]
    assert events(own) == [*refused * 5, ("user.locked", user.id), *refused, ("user.sign_in", user.id)]


def test_guessing_from_one_address_is_slowed_whatever_the_name(own: Pages) -> None:
    own.user("dara")
    answers = [own.browser().sign_in(f"name{number}", WRONG) for number in range(21)]
    assert [each.status_code for each in answers] == [403] * 20 + [429]
    late = own.browser().sign_in("dara")
    assert late.status_code == 429 and 1 <= int(late.headers["retry-after"]) <= 60
    assert "<h1" in late.text


def test_right_passwords_are_not_counted(own: Pages) -> None:
    own.user("dara")
    assert {own.browser().sign_in("dara").status_code for _ in range(25)} == {303}


def test_the_audit_log_names_the_user_by_id_and_no_password(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    browser.post("/sign-out", {"csrf": browser.csrf()})
    own.browser().sign_in("nobody-of-ours", WRONG)
    user = own.store.read(lambda session: users.named(session, "dara"))
    assert user is not None
    assert events(own) == [("user.sign_in", user.id), ("user.sign_out", user.id), ("user.refused", "stranger")]
    assert not re.search("dara|nobody-of-ours|river", str(everything(own)["audit_entry"]))


def test_another_site_cannot_sign_somebody_in(site: Pages) -> None:
    site.user("attacker")
    mine, theirs = site.browser(), site.browser()
    token = hidden(mine.get("/sign-in"))["csrf"]
    credentials = {"name": "attacker", "password": PASSWORD}
    for sent in (credentials, credentials | {"csrf": token}):
        answer = theirs.post("/sign-in", sent)
        assert answer.status_code == 403 and COOKIE not in answer.cookies
    asked = hidden(theirs.get("/sign-in"))
    assert theirs.post("/sign-in", asked | credentials, sec_fetch_site="cross-site").status_code == 403
    again = hidden(theirs.post("/sign-in", credentials))
    assert theirs.post("/sign-in", again | credentials).status_code == 303, "the page that refused can be used at once"


def test_a_form_to_sign_in_that_is_no_form_of_ours_is_refused(site: Pages) -> None:
    browser = site.browser()
    asked = hidden(browser.get("/sign-in"))
    large = browser.post("/sign-in", asked | {"name": "x" * 20_001, "password": PASSWORD})
    many = browser.post("/sign-in", asked | {f"n{number}": "x" for number in range(30)})
    assert [large.status_code, many.status_code] == [400, 400]


# Cookies and sessions


@pytest.mark.parametrize(("url", "name", "secure"), [(HERE, COOKIE, False), (THERE, SAFE_COOKIE, True)])
def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    site: Pages, url: str, name: str, secure: bool
) -> None:
    site.user(f"cookie{secure}")
    answer = site.browser(url).sign_in(f"cookie{secure}")
    given = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{name}="))
    flags = {part.strip().lower() for part in given.split(";")[1:]}
    assert flags == {"httponly", "samesite=lax", "path=/"} | ({"secure"} if secure else set())


def test_behind_a_proxy_the_cookie_is_for_tls_alone_whatever_the_proxy_calls_us(site: Pages) -> None:
    answer = site.browser(HERE).get("/sign-in", x_forwarded_for="192.0.2.7")
    assert answer.headers["set-cookie"].startswith("__Host-") and "Secure" in answer.headers["set-cookie"]


def test_a_cookie_that_somebody_planted_is_not_taken_over(site: Pages) -> None:
    site.user("fixed")
    attacker = site.visitor("fixes", Role.CLERK)
    planted = attacker.client.cookies[COOKIE]
    attacker.post("/sign-out", {"csrf": attacker.csrf()})
    browser = with_cookie(site, planted)
    assert browser.sign_in("fixed").status_code == 303
    assert browser.client.cookies[COOKIE] != planted
    assert asked_to_sign_in(with_cookie(site, planted).get("/account"))


def test_signing_in_again_ends_the_session_that_this_browser_had(site: Pages) -> None:
    site.user("again")
    browser = site.browser()
    asked = hidden(browser.get("/sign-in"))  # in one tab, while the other signs in
    before = {name: str(value) for name, value in browser.client.cookies.items()}
    browser.sign_in("again")
    old = browser.client.cookies[COOKIE]
    for name, value in before.items():
        browser.client.cookies.set(name, value, domain="127.0.0.1", path="/")
    assert browser.post("/sign-in", asked | {"name": "again", "password": PASSWORD}).status_code == 303
    assert asked_to_sign_in(with_cookie(site, old).get("/account"))
    assert browser.get("/account").status_code == 200


def test_signing_out_ends_the_session_in_the_store(site: Pages) -> None:
    browser = site.visitor("leaves", Role.CLERK)
    old, token = browser.client.cookies[COOKIE], browser.csrf()
    assert browser.post("/sign-out", {"csrf": token}).headers["location"] == "/sign-in"
    assert COOKIE not in browser.client.cookies
    assert asked_to_sign_in(with_cookie(site, old).get("/account"))


def test_a_session_ends_when_it_is_idle_and_at_the_end_of_its_day(own: Pages) -> None:
    idle, busy = own.visitor("idle", Role.CLERK), own.visitor("busy", Role.CLERK)
    passed = 0.0
    while passed < WHOLE_DAY.total_seconds():
        assert busy.get("/account").status_code == 200
        own.clock.pass_by(minutes=30)
        passed += 1800
        if passed == IDLE.total_seconds():
            assert asked_to_sign_in(idle.get("/account"))
    assert asked_to_sign_in(busy.get("/account"))


def test_a_disabled_user_is_out_at_once(site: Pages) -> None:
    browser = site.visitor("disabled", Role.CLERK)
    user = site.store.read(lambda session: users.named(session, "disabled"))
    assert user is not None
    site.store.write(lambda session: users.disable(session, user.id, site.clock())).result()
    assert asked_to_sign_in(browser.get("/account"))


# The account


def test_a_changed_password_ends_every_other_session_and_renews_this_one(site: Pages) -> None:
    here = site.visitor("changes", Role.CLERK)
    there = site.browser()
    there.sign_in("changes")
    old = here.client.cookies[COOKIE]
    sent = {
        "csrf": here.csrf(),
        "old": PASSWORD,
        "new": "a boat on the green lake",
        "again": "a boat on the green lake",
    }
    assert here.post("/account/password", sent).status_code == 303
    assert here.client.cookies[COOKIE] != old
    assert here.get("/account?done=password").status_code == 200
    assert asked_to_sign_in(there.get("/account"))
    assert site.browser().sign_in("changes").status_code == 403
    assert site.browser().sign_in("changes", "a boat on the green lake").status_code == 303


@pytest.mark.parametrize(
    ("box", "sent"),
    [
        ("old", {"old": WRONG}),
        ("new", {"new": "short", "again": "short"}),
        ("new", {"new": "boxes.boxes.", "again": "boxes.boxes."}),
        ("again", {"again": "a boat on the blue lake"}),
    ],
)
def test_a_password_is_not_changed_when_one_of_the_boxes_is_wrong(own: Pages, box: str, sent: dict[str, str]) -> None:
    browser = own.visitor("boxes", Role.CLERK)
    given = {"old": PASSWORD, "new": "a boat on the green lake", "again": "a boat on the green lake"} | sent
    answer = browser.post("/account/password", given | {"csrf": browser.csrf()})
    assert answer.status_code == 422 and f'href="#{box}"' in answer.text and f'id="{box}-error"' in answer.text
    assert not [text for text in given.values() if text in answer.text]
    assert own.browser().sign_in("boxes").status_code == 303


def test_the_language_of_the_account_follows_its_user_to_another_browser(site: Pages) -> None:
    browser = site.visitor("speaks", Role.CLERK)
    assert browser.post("/account/language", {"csrf": browser.csrf(), "language": "km"}).status_code == 303
    other = site.browser()
    other.get("/language/th")
    other.sign_in("speaks")
    assert [each.get("/account").headers["content-language"] for each in (browser, other)] == ["km", "km"]
    other.get("/language/th")
    assert other.get("/account").headers["content-language"] == "th"
    user = site.store.read(lambda session: users.named(session, "speaks"))
    assert user is not None and user.language == "km"


def test_other_sessions_are_listed_and_ended_one_by_one_or_all(site: Pages) -> None:
    here = site.visitor("several", Role.CLERK)
    others = [site.browser() for _ in range(3)]
    for other in others:
        other.sign_in("several")
    listed = re.findall(r'name="session" value="(\w+)"', here.get("/account").text)
    assert len(listed) == 3
    here.post("/account/sessions", {"csrf": here.csrf(), "session": listed[0]})
    assert sum(asked_to_sign_in(each.get("/account")) for each in others) == 1
    stranger = site.visitor("stranger", Role.CLERK)
    stranger.post("/account/sessions", {"csrf": stranger.csrf(), "session": listed[1]})
    here.post("/account/sessions", {"csrf": here.csrf()})
    assert sum(asked_to_sign_in(each.get("/account")) for each in others) == 3
    assert here.get("/account").status_code == stranger.get("/account").status_code == 200


# Nothing typed is lost


FIELDS = [("note", "ស្រី <b>\"แดง\"</b> & 'x'"), ("lines", "one\r\ntwo"), ("row", "1"), ("row", "2"), ("empty", "")]


def sent_late(site: Pages, browser: Browser, address: str, **headers: str) -> Response:
    """A form that was open when the session ended."""
    token = browser.csrf()
    site.clock.pass_by(seconds=IDLE.total_seconds())
    data: dict[str, object] = {"csrf": token}
    for name, text in FIELDS:
        data[name] = [*data.get(name, []), text] if name == "row" else text  # type: ignore[misc]
    return browser.post(address, data, **headers)


def test_what_was_typed_into_a_page_whose_session_had_ended_comes_back_to_its_user_once(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    answer = sent_late(own, browser, "/account/language?step=2")
    assert asked_to_sign_in(answer)
    signing = browser.get(answer.headers["location"])
    back = browser.post("/sign-in", hidden(signing) | {"name": "dara", "password": PASSWORD})
    shown = browser.get(back.headers["location"])
    assert shown.status_code == 200 and shown.text.count("<button") >= 1
    inside = shown.text[shown.text.index("<main") :]
    target = unescape(re.findall(r'<form method="post" action="([^"]*)"', inside)[0])
    found = [(unescape(name), unescape(value)) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', inside)]
    assert found == [("csrf", browser.csrf()), *FIELDS]
    again = browser.post(target, {"csrf": browser.csrf(), "language": "km"})
    assert again.status_code == 303 and urlsplit(target).path == "/account/language" and "step=2" in target
    assert browser.get(back.headers["location"]).status_code == 404
    assert own.store.read(lambda session: session.scalars(select(KeptFormRow)).all()) == []


def test_what_was_typed_never_comes_to_another_user(own: Pages) -> None:
    own.user("sok")
    browser = own.visitor("dara", Role.CLERK)
    location = sent_late(own, browser, "/account/language").headers["location"]
    kept = parse_qs(urlsplit(location).query)["kept"][0]
    back = browser.post("/sign-in", hidden(browser.get(location)) | {"name": "sok", "password": PASSWORD})
    assert back.headers["location"] == "/", "and the address is no page to go back to"
    answer = browser.get(f"/kept/{kept}")
    assert answer.status_code == 404 and "แดง" not in answer.text
    browser.post(f"/account/language?kept={kept}", {"csrf": browser.csrf(), "language": "km"})
    his = own.browser()
    his.sign_in("dara")
    assert his.get(f"/kept/{kept}").status_code == 200, "it is still there for its own user"


def test_what_was_typed_is_sealed_and_goes_after_an_hour(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    location = sent_late(own, browser, "/account/language").headers["location"]
    data = [path.read_bytes() for path in own.app.state.service.settings.data.rglob("*") if path.is_file()]
    assert data and not [each for each in data if "แดง".encode() in each]
    own.clock.pass_by(hours=1)
    back = browser.post("/sign-in", hidden(browser.get(location)) | {"name": "dara", "password": PASSWORD})
    assert back.headers["location"] == "/"


def test_a_page_that_saves_by_itself_is_told_where_to_sign_in_and_keeps_its_text(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    answer = sent_late(own, browser, "/account/language", hx_request="true", hx_current_url=f"{HERE}/account?a=1")
    assert (answer.status_code, answer.headers["x-sign-in"]) == (401, "/sign-in?next=%2Faccount%3Fa%3D1")
    assert own.store.read(lambda session: session.scalars(select(KeptFormRow)).all()) == []


def test_a_page_that_was_open_before_its_user_signed_in_again_can_still_be_sent(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    token = browser.csrf()
    own.clock.pass_by(seconds=IDLE.total_seconds())
    browser.sign_in("dara")
    assert browser.csrf() != token
    assert browser.post("/account/language", {"csrf": token, "language": "km"}).status_code == 303


@pytest.mark.parametrize("address", ["/account/password", "/sign-out"])
def test_passwords_are_kept_nowhere(own: Pages, address: str) -> None:
    browser = own.visitor("dara", Role.CLERK)
    answer = sent_late(own, browser, address)
    assert asked_to_sign_in(answer) and "kept" not in answer.headers["location"]
    assert own.store.read(lambda session: session.scalars(select(KeptFormRow)).all()) == []


def test_a_form_without_the_token_of_its_ended_session_is_not_kept(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    own.clock.pass_by(seconds=IDLE.total_seconds())
    answer = browser.post("/account/language", {"csrf": "0" * 64, "note": "x"})
    assert asked_to_sign_in(answer) and "kept" not in answer.headers["location"]


def test_a_form_in_which_nothing_was_typed_is_not_kept(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    token = browser.csrf()
    own.clock.pass_by(seconds=IDLE.total_seconds())
    answer = browser.post("/account/sessions", {"csrf": token, "session": " "})
    assert answer.headers["location"] == "/sign-in?next=%2F"


def test_the_purge_of_the_service_forgets_old_sessions_and_forms(own: Pages) -> None:
    browser = own.visitor("dara", Role.CLERK)
    sent_late(own, browser, "/account/language")
    own.clock.pass_by(days=8)
    counts = {
        name: own.store.write(lambda session, purger=purger: purger(session, own.clock())).result()
        for name, purger in own.store.ended.items()
    }
    assert (counts["sessions"], counts["forms"]) == (1, 1)
