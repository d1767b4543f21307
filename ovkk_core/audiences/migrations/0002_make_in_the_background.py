from peewee import BlobField, CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model


def up(migrator, db):
    class Audience(Model):
        class Meta:
            database = db
            table_name = "audiences_audience"

    class Snapshot(Model):
        class Meta:
            database = db
            table_name = "audiences_snapshot"

    class Making(Model):
        audience = ForeignKeyField(Audience, on_delete="CASCADE")
        what = CharField()
        arguments = JSONField(default=dict)
        actor = CharField()
        created_at = DateTimeField()
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        ready_at = DateTimeField(null=True)
        snapshot = ForeignKeyField(Snapshot, null=True, on_delete="SET NULL")
        content = BlobField()
        problem = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "audiences_making"

    db.create_tables([Making])
