from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class Organisation(Model):
        class Meta:
            database = db
            table_name = "contacts_organisation"

    class Person(Model):
        class Meta:
            database = db
            table_name = "contacts_person"

    class Position(Model):
        class Meta:
            database = db
            table_name = "contacts_position"

    class Audience(Model):
        name = CharField(max_length=100)
        slug = CharField(unique=True)
        purpose = CharField(default="")
        rule = JSONField()
        public_feed = BooleanField(default=False)
        standard = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "audiences_audience"

    db.create_tables([Audience])

    class Making(Model):
        audience = ForeignKeyField(Audience, on_delete="CASCADE")
        what = CharField()
        arguments = JSONField(default=dict)
        actor = CharField()
        created_at = DateTimeField()
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        ready_at = DateTimeField(null=True)
        content = BlobField()
        problem = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "audiences_making"

    db.create_tables([Making])

    class Snapshot(Model):
        audience = ForeignKeyField(Audience, null=True, on_delete="SET NULL")
        name = CharField()
        sentence = TextField()
        purpose = CharField(default="")
        at = DateTimeField(index=True)
        actor = CharField()
        count = IntegerField(default=0)
        state = CharField(default="ready")
        done = IntegerField(default=0)
        problem = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "audiences_snapshot"

    db.create_tables([Snapshot])

    class SnapshotMember(Model):
        snapshot = ForeignKeyField(Snapshot, on_delete="CASCADE")
        position = ForeignKeyField(Position, null=True, on_delete="SET NULL")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        organisation = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
        name = CharField()
        role = CharField(max_length=600, default="")
        address = CharField(default="")
        excluded = CharField(max_length=600, default="")
        by_letter = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "audiences_snapshot_member"

    db.create_tables([SnapshotMember])
