from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Municipality(Model):
        class Meta:
            database = db
            table_name = "contacts_municipality"

    class Organisation(Model):
        class Meta:
            database = db
            table_name = "contacts_organisation"

    class Subscription(Model):
        title = CharField()
        address = CharField(max_length=1000, default="")
        organisation = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
        municipality = ForeignKeyField(Municipality, null=True, on_delete="SET NULL")
        purpose = CharField(default="")
        rule = CharField(default="by_hand")
        words = CharField(default="")
        active = BooleanField(default=True)
        etag = CharField(default="")
        last_modified = CharField(default="")
        tried_at = DateTimeField(null=True)
        good_at = DateTimeField(null=True)
        read_at = DateTimeField(null=True)
        next_at = DateTimeField(null=True)
        failures = IntegerField(default=0)
        error = TextField(default="")
        progress = CharField(default="idle")
        dropped = JSONField(default=list)

        class Meta:
            database = db
            table_name = "subscriptions_subscription"

    db.create_tables([Subscription])

    class OutsideItem(Model):
        subscription = ForeignKeyField(Subscription, on_delete="CASCADE")
        key = CharField(max_length=64)
        uid = TextField()
        title = CharField()
        description = TextField(default="")
        place = CharField(default="")
        address = CharField(default="")
        starts_at = DateTimeField(index=True)
        ends_at = DateTimeField(index=True)
        all_day = BooleanField(default=False)
        kept = JSONField(default=list)
        state = CharField(index=True, default="new")
        duplicate_of = ForeignKeyField("self", null=True, on_delete="SET NULL")
        missing_since = DateTimeField(null=True)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "subscriptions_outside_item"
            indexes = ((("subscription", "key"), True),)

    db.create_tables([OutsideItem])
