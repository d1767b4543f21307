from chaos_plugin import wants
from peewee import CharField, Model


def up(migrator, db):
    class Crumb(Model):
        title = CharField()

        class Meta:
            database = db
            table_name = "chaos_plugin_crumb"

    db.create_tables([Crumb])
    if wants("broken migration"):
        raise RuntimeError("kapot midden in de migratie")
    if wants("exit in migration"):
        raise SystemExit(4)
