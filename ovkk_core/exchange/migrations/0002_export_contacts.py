from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("exchange_whole_export", "what", CharField(default="")))
    migrator.migrate(migrator.add_column("exchange_whole_export", "form", CharField(default="zip")))
