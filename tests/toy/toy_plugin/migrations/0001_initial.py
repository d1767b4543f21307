from peewee import CharField, Model


def up(migrator, db):
    class Toy(Model):
        title = CharField()
        kind = CharField(default="speelgoed")

        class Meta:
            database = db
            table_name = "toy_plugin_toy"

    db.create_tables([Toy])
