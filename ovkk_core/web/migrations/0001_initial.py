from peewee import CharField, DoubleField, IntegerField, Model


def up(migrator, db):
    class Tries(Model):
        key = CharField(primary_key=True, max_length=64)
        count = IntegerField()
        expires_at = DoubleField(index=True)

        class Meta:
            database = db
            table_name = "web_tries"

    db.create_tables([Tries])
