"""The shell of every page: words of the visitor's language, the layout, and what all pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from api.language import preferred
from api.service import service_of
from api.web.assets import asset, fonts_of
from api.web.standing import share_of
from docgen.errors import Key, Message
from docgen.locale import Locale

LANGUAGE_COOKIE: Final = "language"
_GOVUK: Final = "govuk_frontend_jinja"
_SIGNS: Final = 0xE000
"""Private letters of Unicode, which no sentence has: they keep the places of what is marked."""
PAGES: Final = Path(__file__).parent / "pages"


def locale_of(request: Request, wished: str = "") -> Locale:
    """The language of the pages: what was chosen on them, else the user's, else what the browser likes best."""
    library = service_of(request).library
    for tag in (request.cookies.get(LANGUAGE_COOKIE, ""), wished):
        if tag in library.locales:
            return library.locales[tag]
    liked = preferred(request.headers.get("accept-language", "")[:200], tuple(library.locales))
    return library.locales[liked] if liked else next(iter(library.locales.values()))


def page(
    request: Request,
    template: str,
    locale: Locale,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """A page, or a part of one, as HTML. Templates see `context`, the functions of `_environment`, and `visitor`, who
    is None on pages that need no signing in."""
    library = service_of(request).library
    shown = {
        "path": request.url.path,
        "address": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "languages": [each.settings for each in library.locales.values()],
        "visitor": None, "wording": share_of(request).value,
    } | context  # fmt: skip
    html = _environment(locale).get_template(template).render(shown)
    sent = {"Content-Language": locale.tag, "Vary": "Cookie, Accept-Language, HX-Request", **(headers or {})}
    return HTMLResponse(html, status, sent)


def own(text: str) -> Markup:
    """What somebody typed or is called: of no certain language, and for no browser to translate."""
    return Markup('<span translate="no">{}</span>').format(text)


def _filled(translate: Callable[[Message], str], key: Key, slots: Mapping[str, object]) -> str:
    """The sentence, with what is marked in its slots left as it is marked."""
    signs = {name: chr(_SIGNS + n) for n, (name, value) in enumerate(slots.items()) if isinstance(value, Markup)}
    text = translate(Message(key, {name: signs.get(name, str(value)) for name, value in slots.items()}))
    if not signs:
        return text
    html = str(escape(text))
    for name, sign in signs.items():
        html = html.replace(sign, str(slots[name]))
    return Markup(html)


@lru_cache(maxsize=16)
def _environment(locale: Locale) -> Environment:
    """`t` translates a key with slots, `tn` one that counts, `say` a Message that stands alone, `within` one after
    other words; `digits`, `locale`, the assets, and `own`."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(PAGES), PrefixLoader({_GOVUK: PackageLoader(_GOVUK)})]),
        autoescape=True, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    translate = locale.catalogue.translate

    def t(key: Key, **slots: object) -> str:
        return _filled(translate, key, slots)

    def tn(one: Key, many: Key, count: int) -> str:
        return translate(Message(one, {"count": locale.digits(str(count))}, many, count))

    environment.globals |= {
        "t": t, "tn": tn, "say": locale.catalogue.sentence, "within": translate, "locale": locale,
        "digits": lambda text: locale.digits(str(text)), "asset": asset, "fonts_of": fonts_of, "own": own,
    }  # fmt: skip
    return environment
