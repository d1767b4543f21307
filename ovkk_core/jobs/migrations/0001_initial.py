from peewee import CharField, DateTimeField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Job(Model):
        name = CharField()
        room = CharField()
        arguments = JSONField(default=dict)
        key = CharField(unique=True, null=True)
        state = CharField(default="queued")
        due_at = DateTimeField()
        attempts = IntegerField(default=0)
        lease_until = DateTimeField(null=True)
        last_error = TextField(default="")
        created_at = DateTimeField()
        finished_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "jobs_job"
            indexes = ((("state", "due_at"), False),)

    db.create_tables([Job])
