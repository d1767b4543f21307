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
    class Organisation(Model):
        class Meta:
            database = db
            table_name = "contacts_organisation"

    class OutboxMail(Model):
        class Meta:
            database = db
            table_name = "mail_outbox_mail"

    class Person(Model):
        class Meta:
            database = db
            table_name = "contacts_person"

    class Position(Model):
        class Meta:
            database = db
            table_name = "contacts_position"

    class CheckRound(Model):
        name = CharField()
        kinds = JSONField(default=list)
        started_at = DateTimeField()
        started_by = CharField()
        closes_on = DateField()
        first_reminder_on = DateField()
        second_reminder_on = DateField()
        reminders = IntegerField(default=0)
        sent_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "personal_check_round"

    db.create_tables([CheckRound])

    class CheckItem(Model):
        round = ForeignKeyField(CheckRound, on_delete="CASCADE")
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
        organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
        state = CharField(default="open")
        mail = ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
        mailed_at = DateTimeField(null=True)
        answered_at = DateTimeField(null=True)
        answered_by = CharField(default="")

        class Meta:
            database = db
            table_name = "personal_check_item"

    db.create_tables([CheckItem])

    class ErasureRequest(Model):
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        note = TextField(default="")
        asked_at = DateTimeField()
        state = CharField(index=True, default="open")
        answer = TextField(default="")
        decided_at = DateTimeField(null=True)
        decided_by = CharField(default="")

        class Meta:
            database = db
            table_name = "personal_erasure_request"

    db.create_tables([ErasureRequest])

    class Handover(Model):
        organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
        old_position = ForeignKeyField(Position, null=True, on_delete="SET NULL")
        new_position = ForeignKeyField(Position, null=True, on_delete="SET NULL")
        starts_on = DateField(index=True)
        old_ends_on = DateField(null=True)
        made_person = BooleanField(default=False)
        by_link = BooleanField()
        entered_at = DateTimeField()
        entered_by = CharField()
        told_at = DateTimeField(null=True)
        reviewed_at = DateTimeField(null=True)
        reviewed_by = CharField(default="")
        undone_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "personal_handover"

    db.create_tables([Handover])

    class LinkRequest(Model):
        address = CharField()
        asked_at = DateTimeField()

        class Meta:
            database = db
            table_name = "personal_link_request"

    db.create_tables([LinkRequest])

    class PersonalLink(Model):
        digest = CharField(unique=True, max_length=64)
        scope = CharField(default="own")
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
        organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
        created_at = DateTimeField()
        expires_at = DateTimeField()
        revoked_at = DateTimeField(null=True)
        last_used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "personal_personal_link"

    db.create_tables([PersonalLink])
