"""The session type for rooms that hold one and ask nothing of it themselves."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
