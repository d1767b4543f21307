from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator, db):
    class Audience(Model):
        class Meta:
            database = db
            table_name = "audiences_audience"

    class Event(Model):
        class Meta:
            database = db
            table_name = "calendars_event"

    class File(Model):
        class Meta:
            database = db
            table_name = "files_file"

    class Mailing(Model):
        class Meta:
            database = db
            table_name = "mailings_mailing"

    class Snapshot(Model):
        class Meta:
            database = db
            table_name = "audiences_snapshot"

    class Edition(Model):
        title = CharField(max_length=120)
        slug = CharField(unique=True)
        intro = TextField(default="")
        deadline = DateField()
        publishes_at = DateTimeField(index=True)
        state = CharField(default="draft")
        publication = ForeignKeyField(Event, unique=True, null=True, on_delete="SET NULL")
        contribution = ForeignKeyField(Event, unique=True, null=True, on_delete="SET NULL")
        writer = CharField(default="")
        approved_by = CharField(default="")
        approved_at = DateTimeField(null=True)
        mailing = ForeignKeyField(Mailing, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "kernpunt_edition"

    db.create_tables([Edition])

    class Section(Model):
        title = CharField(unique=True, max_length=80)
        place = IntegerField(default=100)

        class Meta:
            database = db
            table_name = "kernpunt_section"

    db.create_tables([Section])

    class Item(Model):
        edition = ForeignKeyField(Edition, on_delete="CASCADE")
        section = ForeignKeyField(Section, on_delete="RESTRICT")
        place = IntegerField(default=0)
        key = CharField(index=True)
        source = CharField(default="")
        title = CharField(max_length=150)
        text = TextField(default="")
        address = CharField(max_length=1000, default="")
        day = DateField(null=True)
        picture = ForeignKeyField(File, null=True, on_delete="RESTRICT")
        offered_title = CharField(default="")
        offered_text = TextField(default="")
        by = CharField(default="")
        in_archive = BooleanField(default=True)
        left_out = BooleanField(default=False)
        gone = BooleanField(default=False)
        searchable = TextField(default="")

        class Meta:
            database = db
            table_name = "kernpunt_item"
            indexes = ((("edition", "key"), True),)

    db.create_tables([Item])

    class ItemAudience(Model):
        item = ForeignKeyField(Item, on_delete="CASCADE")
        audience = ForeignKeyField(Audience, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "kernpunt_item_audience"
            indexes = ((("item", "audience"), True),)

    db.create_tables([ItemAudience])

    class LedgerEntry(Model):
        key = CharField()
        audience = ForeignKeyField(Audience, on_delete="CASCADE")
        edition = ForeignKeyField(Edition, on_delete="CASCADE")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "kernpunt_ledger_entry"
            indexes = ((("key", "audience"), True),)

    db.create_tables([LedgerEntry])

    class Outlet(Model):
        name = CharField(unique=True)
        characters = IntegerField(default=600)
        wants_picture = BooleanField(default=True)
        address = CharField(max_length=1000, default="")
        note = TextField(default="")
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "kernpunt_outlet"

    db.create_tables([Outlet])

    class Placing(Model):
        item = ForeignKeyField(Item, on_delete="CASCADE")
        outlet = ForeignKeyField(Outlet, on_delete="RESTRICT")
        address = CharField(max_length=1000, default="")
        placed_on = DateField()
        placed_by = CharField(default="")

        class Meta:
            database = db
            table_name = "kernpunt_placing"
            indexes = ((("item", "outlet"), True),)

    db.create_tables([Placing])

    class Print(Model):
        edition = ForeignKeyField(Edition, unique=True, on_delete="CASCADE")
        made_for = CharField(max_length=64)
        pdf = BlobField()

        class Meta:
            database = db
            table_name = "kernpunt_print"

    db.create_tables([Print])

    class Variant(Model):
        edition = ForeignKeyField(Edition, on_delete="CASCADE")
        audience = ForeignKeyField(Audience, on_delete="RESTRICT")
        place = IntegerField(default=0)
        subject = CharField(max_length=150, default="")
        lead = TextField(default="")
        included = BooleanField(default=True)
        snapshot = ForeignKeyField(Snapshot, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "kernpunt_variant"
            indexes = ((("edition", "audience"), True),)

    db.create_tables([Variant])
