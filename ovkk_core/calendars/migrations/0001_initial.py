from peewee import (
    BigIntegerField,
    BlobField,
    CharField,
    DateField,
    DateTimeField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class Village(Model):
        class Meta:
            database = db
            table_name = "contacts_village"

    class Event(Model):
        uid = CharField(unique=True, max_length=36)
        slug = CharField(unique=True)
        owner = CharField(index=True)
        kind = CharField(default="")
        title = CharField()
        description = TextField(default="")
        starts_at = DateTimeField(index=True)
        ends_at = DateTimeField(index=True)
        first_day = DateField(null=True)
        last_day = DateField(null=True)
        repeats = CharField(default="")
        exceptions = JSONField(default=dict)
        opens_at = DateTimeField(index=True)
        over_at = DateTimeField(index=True)
        village = ForeignKeyField(Village, null=True, on_delete="RESTRICT")
        location = CharField(default="")
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        organiser = CharField(default="")
        page = CharField(default="")
        conference_url = CharField(default="", max_length=1000)
        conference_label = CharField(default="")
        categories = JSONField(default=list)
        status = CharField(default="draft")
        visibility = CharField(default="public")
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        sequence = IntegerField(default=0)
        last_modified = DateTimeField()
        fragment = TextField(default="")
        fragment_for = CharField(default="")

        class Meta:
            database = db
            table_name = "calendars_event"

    db.create_tables([Event])

    class Audience(Model):
        class Meta:
            database = db
            table_name = "audiences_audience"

    class EventAudience(Model):
        event = ForeignKeyField(Event, on_delete="CASCADE")
        audience = ForeignKeyField(Audience, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "calendars_event_audience"
            indexes = ((("event", "audience"), True),)

    db.create_tables([EventAudience])

    class RenderedFeed(Model):
        feed = CharField(primary_key=True)
        made_for = CharField()
        day = DateField()
        revision = BigIntegerField()
        etag = CharField()
        last_modified = DateTimeField()
        plain = BlobField()
        compressed = BlobField(null=True)

        class Meta:
            database = db
            table_name = "calendars_rendered_feed"

    db.create_tables([RenderedFeed])

    class SequenceMark(Model):
        uid = CharField(primary_key=True, max_length=36)
        sequence = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "calendars_sequence_mark"

    db.create_tables([SequenceMark])
