"""Alembic: `compare_metadata`, which is what `alembic check` and `revision --autogenerate` run on; tables by SQLAlchemy."""

import alembic
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from peer import serve
from sqlalchemy_tables import METADATA, connected


def empty(address):
    """Makes all tables."""
    connected(address, METADATA.create_all)
    return 0


def check(address):
    """The number of differences."""
    return connected(address, lambda connection: len(compare_metadata(MigrationContext.configure(connection), METADATA)))


serve(
    f"Alembic {alembic.__version__}, SQLAlchemy {sa.__version__}",
    {"empty": empty, "idle": check, "drift": check},
)
