"""The database itself refuses to change or delete an entry: not even a mistake of ours, or a hand in the database, can."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER record_entry_{verb} BEFORE {act} ON record_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail can only grow'); END
"""
POSTGRES = """
CREATE FUNCTION record_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail can only grow'; END $$;
CREATE TRIGGER record_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entry
EXECUTE FUNCTION record_entry_only_grows();
"""
STATEMENTS = {
    "sqlite": [SQLITE.format(verb=act.lower(), act=act) for act in ("UPDATE", "DELETE")],
    "postgresql": [POSTGRES],
}


def guard(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
