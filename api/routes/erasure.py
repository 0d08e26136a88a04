"""Erasure over HTTP: a person erases themselves, or the administrator does for them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.errors import InvalidRequest
from api.routes.examples import problems
from api.schemas import FieldProblem
from api.services.erasure import erasure as use

router = APIRouter(prefix="/api/v1/experts", tags=["rights"])
Eraser = Annotated[Permit, Depends(May(Role.ADMINISTRATOR, own="id", personal=True, in_person=True))]
EXAMPLE: dict[str, Any] = {
    "clean": True,
    "rows": {"identities": 1, "experts": 1, "shortlists": 2},
    "vectors": 31,
    "letters": 1,
    "files_searched": 12,
    "tables_with_traces": {},
    "files_with_traces": 0,
    "files_unread": 0,
    "perhaps": {"steps.reason": 1},
    "told": True,
    "server_keeps": False,
    "held_by": [],
    "follows": False,
}


class Proof(BaseModel):
    """What was removed, counted, and what a search of everything found afterwards."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    clean: bool = Field(
        description="whether everything was searched, nothing was found, and no removed row is kept for anybody"
    )
    rows: dict[str, int] = Field(description="rows removed or struck out, by table")
    vectors: int
    letters: int = Field(description="letters removed from the outbox")
    files_searched: int
    tables_with_traces: dict[str, int]
    files_with_traces: int
    files_unread: int = Field(description="packed files that could not be opened to be searched, such as locked ones")
    perhaps: dict[str, int] = Field(
        description="texts, by table and column, with a word of the name that may be somebody or something else: look"
    )
    told: bool = Field(description="whether the mail server took a letter that tells the person; no address is kept")
    server_keeps: bool = Field(
        description="PostgreSQL's write-ahead log and its own backups hold old rows until they are recycled"
    )
    held_by: list[str] = Field(
        description="who may still read removed rows, which the database therefore keeps on disk: transactions, prepared ones, "
        "replication slots, a roster in the making"
    )
    follows: bool = Field(
        description="the person is gone from all that is served; a large roster in the making or tables to be written anew "
        "are not waited for, so that the rest, the search and the letter follow, and the log tells what was found"
    )


@router.delete("/{id}", summary="Erase a person", responses=problems(401, 403, 404, 422))
def erase(
    permit: Eraser,
    id: str,
    confirm: Annotated[str, Query(max_length=200, description="the id once more: this cannot be undone")],
) -> Proof:
    """Rows, vectors, letters and texts about a person, removed; then everything is searched for what is left.

    Where a large roster is being made, the answer does not wait for it: see `follows`.
    """
    if confirm != id:
        problem = FieldProblem(path="query.confirm", message="it is not the id of the person to erase", found=None)
        raise InvalidRequest([problem])
    return Proof.model_validate(use.counted(use.erase(permit.office, permit.actor, id, wait=False)))
