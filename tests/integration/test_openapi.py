"""The description of the service is true: its examples work, and nothing it does not tell of is ever answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import ASGIClient
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.deps import Needs, Public
from api.examples import examples
from api.openapi import PUBLIC, access_of, api_routes
from docgen.store import Role, Scope, users
from tests.integration.api_app import Served, render_request, served
from tests.unit.docx.builder import docx, p
from tests.unit.shelf.office import PASSWORD

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """A text of lines as it is sent."""
    return str(value).encode()


@schemathesis.serializer("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
def word_file(_: Any, value: Any) -> bytes:
    """What would be a Word file as it is sent."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.serializer("application/xliff+xml")
def units(_: Any, value: Any) -> bytes:
    """What would be an XLIFF file as it is sent."""
    return str(value).encode()


HERE = "http://testserver"


def _operations(tree: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in tree["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("examples")) as running:
        yield running


schema = schemathesis.openapi.from_dict(create_app().openapi())


def asked(case: Any, app: FastAPI, headers: Mapping[str, str]) -> Any:
    """The answer to a case of schemathesis, whose client would otherwise start and end the application each time."""

    async def running(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for step in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{step}.complete"})
        else:
            await app(scope, receive, send)

    return case.call(base_url=HERE, session=ASGIClient(running), headers=dict(headers))


@schema.parametrize()
@FEW
def test_nothing_is_answered_that_the_description_does_not_tell_of(case: Any, service: Served) -> None:
    response = asked(case, service.app, service.key())
    case.validate_response(response, checks=CHECKS)


@schema.parametrize()
@FEW
def test_without_a_key_only_public_routes_answer_and_all_as_described(case: Any, service: Served) -> None:
    response = asked(case, service.app, {})
    case.validate_response(response, checks=CHECKS)
    if response.status_code != 405:  # schemathesis also tries methods that are not described
        assert (response.status_code == 401) == (case.operation.path not in PUBLIC)


def test_every_route_needs_a_scope_or_is_on_the_list_of_public_ones() -> None:
    app = create_app()
    for route in api_routes(app):
        access = access_of(route)
        assert isinstance(access, Needs) != (route.path in PUBLIC), route.path
        if isinstance(access, Needs):
            assert access.scopes <= set(Scope) and access.scopes, route.path
    described = {route.path for route in api_routes(app)}
    assert {getattr(route, "path", "") for route in app.routes} - described == {"/openapi.json"}
    assert any(isinstance(access_of(route), Public) for route in api_routes(app))


def test_every_operation_that_takes_something_has_an_example() -> None:
    for at, operation in _operations(create_app().openapi()):
        needed = [each["name"] for each in operation.get("parameters", []) if each["required"]]
        if needed or "requestBody" in operation:
            assert at in examples(), at
            assert set(needed) <= set(examples()[at].parameters), at


@cache
def batch_key(service: Served) -> Mapping[str, str]:
    return service.key()


@cache
def reviewer(service: Served) -> Mapping[str, str]:
    """The header with the key of somebody who reviews and approves."""
    store, now = service.store, datetime.now(UTC)
    roles = (Role.REVIEWER, Role.APPROVER)
    made = store.write(lambda session: users.create(session, "somebody", PASSWORD, roles, now)).result()
    return service.key(user=made.id)


@cache
def batch_of(service: Served) -> str:
    """The id of a batch that was sent as the example says, and has ended."""
    body, key = examples()["POST /v1/batches"].body, batch_key(service)
    batch = service.client.post("/v1/batches", json=body, headers=key).json()
    assert "event: done" in service.client.get(batch["links"]["events"], headers=key).text
    return str(batch["id"])


def changes_library(at: str) -> bool:
    """Whether the operation changes something of the template library: whoever asks must be a user."""
    return "/v1/templates/" in at and not at.startswith("GET ")


@pytest.mark.parametrize("at", [at for at, _ in _operations(create_app().openapi()) if changes_library(at)])
def test_every_example_that_changes_the_library_is_understood(at: str, service: Served) -> None:
    """What it asks for may be done already, or be there no more (its walk is `test_api_library.py`)."""
    method, path = at.split(" ")
    example = examples()[at]
    sent: dict[str, Any] = {"json": example.body}
    if path.endswith(("/versions", "/fragments/{name}/{language}")):
        sent = {"data": example.body, "files": {"file": ("letter.docx", docx(p("A letter")))}}
    elif path.endswith("/xliff"):
        return  # no file of it fits but one that was exported
    answer = service.client.request(method, path.format_map(example.parameters), headers=reviewer(service), **sent)
    assert answer.status_code in (200, 201, 204, 404, 409), answer.text
    assert answer.status_code != 404 or "_id}" in path or "waivers" in path, answer.text


@pytest.mark.parametrize("at", [at for at, _ in _operations(create_app().openapi()) if not changes_library(at)])
def test_every_example_is_answered(at: str, service: Served) -> None:
    method, path = at.split(" ")
    example = examples().get(at)
    parameters = example.parameters if example else {}
    sent: dict[str, Any] = {}
    if example and example.body is not None:
        sent = {"json": example.body}
    if at == "POST /v1/forms/fill":
        form = service.client.post("/v1/renders", json=render_request("form"), headers=service.key()).content
        sent = {"data": example.body if example else {}, "files": {"form": ("form.pdf", form, "application/pdf")}}
    if "{batch_id}" in path:
        parameters = {**parameters, "batch_id": batch_of(service)}
    query = {name: value for name, value in parameters.items() if "{" + name + "}" not in path}
    key = batch_key(service) if "batch" in path else service.key()
    answer = service.client.request(method, path.format_map(parameters), params=query, headers=key, **sent)
    assert answer.status_code == {"POST /v1/batches": 202, "DELETE /v1/batches/{batch_id}": 204}.get(at, 200), (
        answer.text
    )


def test_the_description_is_openapi_3_1_and_names_the_scopes_of_each_operation() -> None:
    tree = create_app().openapi()
    assert tree["openapi"].startswith("3.1")
    assert tree["paths"]["/v1/renders"]["post"]["security"] == [{"key": ["render"]}]
    assert "HTTPValidationError" not in str(tree)
