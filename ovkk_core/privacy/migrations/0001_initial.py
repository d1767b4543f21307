from peewee import CharField, DateTimeField, IntegerField, Model


def up(migrator, db):
    class RetentionRun(Model):
        rule = CharField(index=True)
        at = DateTimeField(index=True)
        before = DateTimeField()
        count = IntegerField(default=0)
        problem = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "privacy_retention_run"

    db.create_tables([RetentionRun])
