from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


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

    class Snapshot(Model):
        audience = ForeignKeyField(Audience, null=True, on_delete="SET NULL")
        name = CharField()
        sentence = TextField()
        purpose = CharField(default="")
        at = DateTimeField(index=True)
        actor = CharField()
        count = IntegerField(default=0)

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
