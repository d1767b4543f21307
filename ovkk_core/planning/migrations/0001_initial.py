from peewee import CharField, DateField, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Event(Model):
        class Meta:
            database = db
            table_name = "calendars_event"

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

    class DatePoll(Model):
        title = CharField()
        explanation = TextField(default="")
        location = CharField(default="")
        closes_on = DateField(index=True)
        uid = CharField(unique=True, max_length=36)
        event = ForeignKeyField(Event, null=True, on_delete="RESTRICT")
        reminded_on = DateField(null=True)
        ended_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "planning_date_poll"

    db.create_tables([DatePoll])

    class PollGuest(Model):
        poll = ForeignKeyField(DatePoll, on_delete="CASCADE")
        position = ForeignKeyField(Position, null=True, on_delete="SET NULL")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        name = CharField()
        salutation = CharField()
        address = CharField()
        mail = ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
        comment = TextField(default="")
        answered_at = DateTimeField(null=True)
        wrote_at = DateTimeField(null=True)
        returned = CharField(default="")
        reminded_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "planning_poll_guest"
            indexes = ((("poll", "address"), True),)

    db.create_tables([PollGuest])

    class PollOption(Model):
        poll = ForeignKeyField(DatePoll, on_delete="CASCADE")
        starts_at = DateTimeField()
        ends_at = DateTimeField()

        class Meta:
            database = db
            table_name = "planning_poll_option"
            indexes = ((("poll", "starts_at", "ends_at"), True),)

    db.create_tables([PollOption])

    class PollAnswer(Model):
        guest = ForeignKeyField(PollGuest, on_delete="CASCADE")
        option = ForeignKeyField(PollOption, on_delete="CASCADE")
        choice = CharField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "planning_poll_answer"
            indexes = ((("guest", "option"), True),)

    db.create_tables([PollAnswer])

    class PollLink(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        guest = ForeignKeyField(PollGuest, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "planning_poll_link"

    db.create_tables([PollLink])
