import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from crawler.ledger import Ledger, LedgerError
from crawler.ledger.engine import make_engine, parse_address
from crawler.ledger.migrate import MIGRATIONS, migrate
from crawler.ledger.schema import metadata
from tests.crawler.ledger.samples import make_item, settle

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("note", sa.Text()))
        table.alter_column("title", type_=sa.String(9), existing_type=sa.Text())  # SQLite needs the table anew
    op.execute("UPDATE report SET title = 'another'")
    {more}
"""


@pytest.fixture
def newer(tmp_path):
    """Migrations with one more, as a later nianbao has them."""

    def make(more="pass"):
        folder = tmp_path / "newer"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "v9999_note.py").write_text(NEXT.format(more=more))
        return folder

    return make


@pytest.fixture
def engine(address):
    made = make_engine(parse_address(address))
    yield made
    made.dispose()


def titles(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT title FROM report")).scalars().all()


def filled(address):
    with Ledger.open(address) as ledger:
        settle(ledger, ledger.begin({}, "2026-01-01T00:00:00Z"), make_item(title="柳河镇年报"))


def test_migrations_make_the_schema_that_the_code_knows(engine):
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_ledger_that_is_up_to_date_is_left_alone(address, engine):
    filled(address)
    migrate(engine)
    assert titles(engine) == ["柳河镇年报"]


def test_a_ledger_of_a_newer_nianbao_is_refused(address, engine, newer):
    filled(address)
    migrate(engine, newer())
    with pytest.raises(LedgerError, match="written by a newer nianbao: its schema is 9999"):
        Ledger.open(address)


def test_an_older_one_is_brought_up_to_date(address, engine, newer):
    filled(address)
    migrate(engine, newer())
    assert titles(engine) == ["another"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition")).scalar_one() == 1


def test_a_migration_that_breaks_references_is_undone(tmp_path, newer):
    filled(tmp_path / "ledger.sqlite")
    engine = make_engine(parse_address(tmp_path / "ledger.sqlite"))
    with pytest.raises(LedgerError, match="nothing was altered"):
        migrate(engine, newer("op.execute('DELETE FROM report')"))
    assert titles(engine) == ["柳河镇年报"]
    engine.dispose()


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(address, engine, newer):
    filled(address)
    with pytest.raises(RuntimeError, match="broken off"):
        migrate(engine, newer("raise RuntimeError('broken off')"))
    with Ledger.open(address) as ledger:
        assert [item["title"] for item in ledger.items()] == ["柳河镇年报"]
    assert titles(engine) == ["柳河镇年报"]


def test_of_a_file_a_copy_is_kept_before_it_is_altered(tmp_path, newer):
    filled(tmp_path / "ledger.sqlite")
    engine = make_engine(parse_address(tmp_path / "ledger.sqlite"))
    migrate(engine, newer())
    engine.dispose()
    copy = make_engine(parse_address(tmp_path / "ledger.sqlite.0002.bak"))
    assert titles(copy) == ["柳河镇年报"]
    copy.dispose()


def test_nothing_is_altered_while_a_run_has_the_ledger(address, engine, newer):
    with Ledger.open(address) as ledger:
        ledger.begin({}, "2026-01-01T00:00:00Z")
        with pytest.raises(LedgerError, match="0002 is to become 9999, but a run has it"):
            migrate(engine, newer())


def test_two_that_open_a_new_ledger_at_once_both_find_it(address):
    def open_and_look(_):
        with Ledger.open(address) as ledger:
            return ledger.runs()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_and_look, range(4))) == [[]] * 4
