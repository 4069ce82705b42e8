"""migra: the database compared with another one that has the tables as they are wanted, which SQLAlchemy makes before."""

from functools import cache
from importlib.metadata import version

import sqlalchemy as sa
from migra import Migration
from peer import Address, serve
from sqlalchemy_tables import METADATA, connected
from sqlbag import S

# The database that has the tables as they are wanted.
WANTED = "wanted_by_migra"


def url(address, name):
    """Of a database on the server of that address."""
    return f"postgresql://{address.user}@{address.host}:{address.port}/{name}"


@cache
def make(server):
    """Makes that database, once."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {WANTED}")
        connection.exec_driver_sql(f"CREATE DATABASE {WANTED}")
    engine.dispose()
    connected(Address(server.rpartition("/")[0] + f"/{WANTED}"), METADATA.create_all)


def compared(address, work):
    """What is to be made of the statements that lead from the one database to the other."""
    with S(url(address, address.name)) as live, S(url(address, WANTED)) as wanted:
        migration = Migration(live, wanted)
        migration.set_safety(False)
        migration.add_all_changes()
        return work(migration)


def empty(address):
    """Runs the statements."""
    compared(address, lambda migration: migration.apply())
    return 0


def check(address):
    """The number of statements."""
    return compared(address, lambda migration: len(migration.statements))


serve(
    version("migra"),
    {"empty": empty, "idle": check, "drift": check},
    prepare=lambda address: make(url(address, "postgres")),
)
