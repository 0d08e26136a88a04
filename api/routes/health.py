"""Whether the service can work, and with what."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.routes.access import Service

router = APIRouter(tags=["service"])

EXAMPLE = {
    "status": "ok",
    "version": "0.1.0",
    "model": "multilingual-e5-small",
    "experts": 800,
    "segments": 5200,
    "shortlists": 3,
}


@router.get(
    "/health",
    summary="Whether the service is ready, and with which roster and model",
    responses={200: {"content": {"application/json": {"example": EXAMPLE}}}},
)
def health(service: Service) -> dict[str, Any]:
    """Status, version, model and the size of the roster; no personal data."""
    return service.health()
