"""What Alembic runs: the migrations, on the connection that it is given."""

from typing import Any, Literal

from alembic import context

from api.storage.tables import Base
from api.storage.tables.base import Json, Moment


def named(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Our own types by their names, so that a migration says what the table says."""
    if kind == "type" and isinstance(item, Moment):
        return "tables.Moment()"
    if kind == "type" and isinstance(item, type(Json)):
        return "tables.Json"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=named,
)
context.run_migrations()
