"""The tables of `tests/src/wide.rs` in the words of SQLAlchemy, for the programs that have them from it.

In: the engine, the number of tables, and addresses. Out: what SQLAlchemy knows of the tables, and connections.
"""

import sqlalchemy as sa
from peer import arguments
from sqlalchemy.dialects import mysql, postgresql

ENGINE, TABLES = arguments()


def table(metadata, number):
    """The same twenty columns as those of `tests/src/wide.rs`."""
    name = f"wide{number}"
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    exact = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    now = "CURRENT_TIMESTAMP(6)" if ENGINE == "mariadb" else "CURRENT_TIMESTAMP"
    # Elsewhere it takes an index that falls for another one at each look.
    falling = sa.text("n0 DESC") if ENGINE == "postgres" else "n0"
    identity = [sa.Identity()] if ENGINE == "postgres" else []
    sa.Table(
        name,
        metadata,
        sa.Column("id", big, *identity, primary_key=True),
        sa.Column(
            "parent_id",
            big,
            sa.ForeignKey(f"wide{max(number - 1, 0)}.id", ondelete="CASCADE", name=f"{name}_parent"),
        ),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, server_default="plain"),
        sa.Column("n0", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("n1", sa.BigInteger, nullable=False, server_default=sa.text("1")),
        sa.Column("n2", sa.Integer, nullable=False, server_default=sa.text("2")),
        sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
            server_default=sa.text(now),
        ),
        sa.Column("state", sa.String(20), nullable=False, server_default="new"),
        *(sa.Column(f"t{at}", sa.Text) for at in range(3)),
        *(sa.Column(f"f{at}", sa.Double) for at in range(2)),
        sa.Column("d0", sa.Date),
        sa.Column("d1", exact),
        sa.Column("b0", sa.LargeBinary),
        sa.Column("j0", document),
        sa.Column("i0", sa.SmallInteger),
        sa.UniqueConstraint("email", name=f"{name}_email"),
        sa.CheckConstraint("n0 >= 0", name=f"{name}_n0"),
        sa.Index(f"{name}_of_parent", "parent_id"),
        sa.Index(f"{name}_of_kind", "kind", falling),
    )


METADATA = sa.MetaData()
for each in range(TABLES):
    table(METADATA, each)


def connected(address, work):
    """On a connection of its own, which is closed."""
    driver = {"postgres": "postgresql+psycopg", "mariadb": "mysql+pymysql", "sqlite": "sqlite"}[ENGINE]
    if ENGINE == "sqlite":
        url = sa.URL.create(driver, database=address.file)
    else:
        url = sa.URL.create(driver, address.user, None, address.host, address.port, address.name)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        return work(connection)
