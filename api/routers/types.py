"""`GET /v1/types`: the document types, their schemas and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.answers import answer, reader_of
from api.body import JSON
from api.deps import Needs
from api.openapi import operation
from api.schemas import OBJECT, Schema, named
from api.service import service_of
from docgen.documents import document_type, example
from docgen.documents.schema import schema_of
from docgen.store import ApiKey, Scope

router: Final = APIRouter()
SCHEMA: Final = "application/schema+json"
Reader = Annotated[ApiKey, Depends(Needs(Scope.TEMPLATES_READ, Scope.RENDER, Scope.BATCH))]
"""Whoever makes documents must know what there is."""


def _of_type(answers: Mapping[str, Schema]) -> dict[str, Any]:
    return operation(answers, problems=[404, 422])


@router.get("/v1/types", response_class=Response, openapi_extra=operation({JSON: named("Types")}))
async def list_types(request: Request, _: Reader) -> Response:
    """Every document type with its title, SOP clauses and languages."""
    language = reader_of(request)[1]
    return answer({"types": [_row(request, each) for each, _ in service_of(request).library.types()]}, language)


@router.get("/v1/types/{type_id}", response_class=Response, openapi_extra=_of_type({JSON: named("Type")}))
async def get_type(request: Request, type_id: str, _: Reader) -> Response:
    """One document type."""
    language = reader_of(request)[1]
    return answer(_row(request, type_id), language)


@router.get("/v1/types/{type_id}/schema", response_class=Response, openapi_extra=_of_type({SCHEMA: OBJECT}))
async def get_schema(request: Request, type_id: str, _: Reader) -> Response:
    """The JSON Schema (2020-12) of the case that a type takes, in the reader's language."""
    words, language = reader_of(request)
    return answer(schema_of(document_type(type_id), words.translate), language, SCHEMA)


@router.get("/v1/types/{type_id}/example", response_class=Response, openapi_extra=_of_type({JSON: OBJECT}))
async def get_example(type_id: str, _: Reader) -> Response:
    """A complete case for a type, of invented persons."""
    return answer(example(document_type(type_id)))


def _row(request: Request, type_id: str) -> dict[str, Any]:
    """Raises UnknownName."""
    kind = document_type(type_id)
    words, _ = reader_of(request)
    return {
        "id": type_id,
        "title": words.translate(kind.title),
        "clauses": list(kind.clauses),
        "languages": service_of(request).library.languages_of(type_id),
    }
