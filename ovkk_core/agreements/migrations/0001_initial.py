from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class Position(Model):
        class Meta:
            database = db
            table_name = "contacts_position"

    class FeedAgreement(Model):
        name = CharField()
        contact = ForeignKeyField(Position, on_delete="RESTRICT")
        purpose = TextField(default="")
        activities = JSONField(default=list)
        places = CharField(default="all")
        municipalities = JSONField(default=list)
        themes = JSONField(default=list)
        audiences = JSONField(default=list)
        cancelling = CharField(default="at_once")
        vanishing = CharField(default="hide")
        conference = BooleanField(default=False)
        others = BooleanField(default=False)
        ends_on = DateField(null=True)
        embed = CharField(index=True, default="")
        origins = JSONField(default=list)

        class Meta:
            database = db
            table_name = "agreements_feed_agreement"

    db.create_tables([FeedAgreement])

    class FeedToken(Model):
        agreement = ForeignKeyField(FeedAgreement, on_delete="CASCADE")
        holder = ForeignKeyField(Position, on_delete="CASCADE")
        digest = CharField(unique=True, max_length=64)
        created_at = DateTimeField()
        expires_at = DateTimeField(null=True)
        revoked_at = DateTimeField(null=True)
        leaked_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "agreements_feed_token"

    db.create_tables([FeedToken])

    class Fetch(Model):
        agreement = ForeignKeyField(FeedAgreement, on_delete="CASCADE")
        day = DateField()
        program = CharField()
        count = IntegerField(default=0)
        last_at = DateTimeField()

        class Meta:
            database = db
            table_name = "agreements_fetch"
            indexes = ((("agreement", "day", "program"), True),)

    db.create_tables([Fetch])
