"""Django: `migrate` and `makemigrations --check`, with the migrations that it made itself before anything is timed."""

import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from peer import arguments, serve

ENGINE, TABLES = arguments()

BACKENDS = {"postgres": "postgresql", "mariadb": "mysql", "sqlite": "sqlite3"}


def model(number):
    """The same twenty columns as those of `tests/src/wide.rs`, as source."""
    name = f"wide{number}"
    lines = [
        f"class Wide{number}(models.Model):",
        "    id = models.BigAutoField(primary_key=True)",
        f"    parent = models.ForeignKey('Wide{max(number - 1, 0)}', models.CASCADE, null=True, related_name='+')",
        "    email = models.CharField(max_length=200, unique=True)",
        "    kind = models.CharField(max_length=20, db_default='plain')",
        "    n0 = models.IntegerField(db_default=0)",
        "    n1 = models.BigIntegerField(db_default=1)",
        "    n2 = models.IntegerField(db_default=2)",
        "    is_open = models.BooleanField(db_default=True)",
        "    created_at = models.DateTimeField(db_default=Now())",
        "    state = models.CharField(max_length=20, db_default='new')",
        *(f"    t{at} = models.TextField(null=True)" for at in range(3)),
        *(f"    f{at} = models.FloatField(null=True)" for at in range(2)),
        "    d0 = models.DateField(null=True)",
        "    d1 = models.DateTimeField(null=True)",
        "    b0 = models.BinaryField(null=True)",
        "    j0 = models.JSONField(null=True)",
        "    i0 = models.SmallIntegerField(null=True)",
        "    class Meta:",
        f"        db_table = '{name}'",
        f"        indexes = [models.Index(fields=['kind', '-n0'], name='{name}_of_kind')]",
        f"        constraints = [models.CheckConstraint(condition=models.Q(n0__gte=0), name='{name}_n0')]",
    ]
    return "\n".join(lines) + "\n"


def application(folder):
    """A package with the models, and an empty one for the migrations."""
    package = Path(folder) / "shop"
    (package / "migrations").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "migrations" / "__init__.py").touch()
    head = "from django.db import models\nfrom django.db.models.functions import Now\n\n"
    (package / "models.py").write_text(head + "\n".join(model(number) for number in range(TABLES)))
    sys.path.insert(0, folder)


def use(address):
    """Names the database for the connection that is opened next."""
    connections["default"].close()
    database = connections.databases["default"]
    if ENGINE == "sqlite":
        database["NAME"] = address.file
    else:
        database.update(NAME=address.name, HOST=address.host, PORT=str(address.port), USER=address.user)
    del connections["default"]


def empty(address):
    """Makes all tables."""
    use(address)
    call_command("migrate", verbosity=0)
    connections["default"].close()
    return 0


def check(address):
    """Whether the models have what no migration has, or a migration did not run."""
    use(address)
    differences = 0
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        differences = 1
    connections["default"].close()
    return differences


with tempfile.TemporaryDirectory() as home:
    application(home)
    if ENGINE == "mariadb":
        import pymysql

        # Django asks for another driver, which is built from source, and takes this one under its name.
        pymysql.version_info = (2, 2, 7, "final", 0)
        pymysql.install_as_MySQLdb()
    settings.configure(
        DATABASES={"default": {"ENGINE": f"django.db.backends.{BACKENDS[ENGINE]}", "NAME": ":memory:"}},
        INSTALLED_APPS=["shop"],
        USE_TZ=True,
        # The models are right: what the check framework says of them is no part of the work.
        SILENCED_SYSTEM_CHECKS=["models.W042"],
    )
    django.setup()
    # It would ask a database for its history, and there is none yet.
    from django.core.management.commands.makemigrations import Command

    connection = connections["default"]
    Command.requires_system_checks = []
    if ENGINE == "sqlite":
        call_command("makemigrations", "shop", verbosity=0)
    else:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            call_command("makemigrations", "shop", verbosity=0)
    serve(f"Django {django.__version__}", {"empty": empty, "idle": check, "drift": check})
