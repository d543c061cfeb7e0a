"""The description of the service (OpenAPI 3.1): what FastAPI knows of the routes, with keys and problems added.

A route says what it takes and gives with `operation`; what holds for all routes is added here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.body import JSON
from api.deps import Needs, Public
from api.examples import Example, examples
from api.library_components import COMPONENTS as LIBRARY
from api.once import HEADER
from api.problems import MEDIA_TYPE
from api.schemas import COMPONENTS, Schema, named

URL: Final = "/openapi.json"
PUBLIC: Final = frozenset({"/health/live", "/health/ready", "/v1/verify/{code}", URL})
"""Every route that needs no key, by its template."""
_VERSION: Final = "1"
_SCHEME: Final = "key"
_WORK: Final = (406, 413, 415, 422, 503)
"""Problems of a route that takes a body to the workers."""


def operation(
    answers: Mapping[str, Schema],
    *,
    takes: Mapping[str, Schema] | None = None,
    problems: Sequence[int] = (),
    status: int = 200,
    once: bool = False,
) -> dict[str, Any]:
    """What a route says of itself, for `openapi_extra`: media types with schemas of its answers and of its body.

    `problems` are statuses beside those that all such routes have. `once`: the route heeds an Idempotency-Key.
    """
    success = {"description": "Done", "content": {kind: {"schema": schema} for kind, schema in answers.items()}}
    told = [*problems, *(_WORK if takes else ()), *((409,) if once else ())]
    found: dict[str, Any] = {
        "responses": {str(status): success} | {str(each): _problem() for each in told},
        "x-once": once,
    }
    if takes:
        content = {kind: {"schema": schema} for kind, schema in takes.items()}
        found["requestBody"] = {"required": True, "content": content}
    return found


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route of the application that is an operation of the API."""
    return (route for route in app.routes if isinstance(route, APIRoute))


def access_of(route: APIRoute) -> Needs | Public | None:
    """What a route asks of whoever calls it."""
    calls = (each.call for each in route.dependant.dependencies)
    return next((call for call in calls if isinstance(call, Needs | Public)), None)


def describe(app: FastAPI) -> None:
    """Let the application describe itself."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's manual says


def _document(app: FastAPI) -> dict[str, Any]:
    tree = get_openapi(title=app.title, version=_VERSION, routes=app.routes, description="Documents of one case each.")
    for route in api_routes(app):
        for method in route.methods or ():
            found = tree["paths"].get(route.path, {}).get(method.lower())
            if found is not None:
                _complete(found, access_of(route))
                _exemplify(found, examples().get(f"{method} {route.path}", Example()))
    scheme = {"type": "http", "scheme": "bearer", "description": "docgen keys create --name NAME --scope SCOPE"}
    tree["components"] = {
        **{name: value for name, value in tree.get("components", {}).items() if name != "schemas"},
        "schemas": {**_own(tree), **COMPONENTS, **LIBRARY},
        "securitySchemes": {_SCHEME: scheme},
    }
    return tree


def _own(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Schemas of routes' models, without those of the framework's own error, which is never sent."""
    schemas: Mapping[str, Any] = tree.get("components", {}).get("schemas", {})
    return {name: value for name, value in schemas.items() if name not in ("HTTPValidationError", "ValidationError")}


def _complete(found: dict[str, Any], access: Needs | Public | None) -> None:
    responses = found["responses"]
    for each in responses.values():
        each.setdefault("headers", {})["X-Request-ID"] = {"schema": {"type": "string"}}
    if "422" in responses:
        responses["422"] = _problem()
    always = [500, *((429,) if access else ()), *((401, 403, 503) if isinstance(access, Needs) else ())]
    responses |= {str(each): _problem() for each in always if str(each) not in responses}
    if isinstance(access, Needs):
        found["security"] = [{_SCHEME: sorted(access.scopes)}]
    if found.pop("x-once", False):
        schema = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        told = {"name": HEADER, "in": "header", "required": False, "schema": schema}
        found["parameters"] = [*found.get("parameters", []), told]


def _exemplify(found: dict[str, Any], example: Example) -> None:
    for parameter in found.get("parameters", []):
        if parameter["name"] in example.parameters:
            parameter["example"] = example.parameters[parameter["name"]]
    taken = found.get("requestBody", {}).get("content", {})
    for kind, content in taken.items():
        if kind == JSON or len(taken) == 1:  # of several forms of a body the example is the one in JSON
            content["example"] = example.body


def _problem() -> dict[str, Any]:
    return {"description": "Problem (RFC 9457)", "content": {MEDIA_TYPE: {"schema": named("Problem")}}}
