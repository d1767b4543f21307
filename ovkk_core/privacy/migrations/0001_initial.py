from peewee import CharField, DateTimeField, IntegerField, JSONField, Model


def up(migrator, db):
    class Erasure(Model):
        uid = CharField(unique=True, max_length=36)
        person_id = IntegerField(index=True)
        people = JSONField(default=list)
        why = CharField(default="")
        actor = CharField(default="")
        at = DateTimeField(index=True)
        state = CharField(default="waiting")
        done_at = DateTimeField(null=True)
        problem = CharField(max_length=500, default="")
        remains = JSONField(default=list)
        mails_held = IntegerField(default=0)
        mailings_held = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "privacy_erasure"

    db.create_tables([Erasure])

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
