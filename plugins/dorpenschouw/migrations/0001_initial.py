from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Event(Model):
        class Meta:
            database = db
            table_name = "calendars_event"

    class Organisation(Model):
        class Meta:
            database = db
            table_name = "contacts_organisation"

    class OutboxMail(Model):
        class Meta:
            database = db
            table_name = "mail_outbox_mail"

    class Position(Model):
        class Meta:
            database = db
            table_name = "contacts_position"

    class Village(Model):
        class Meta:
            database = db
            table_name = "contacts_village"

    class VillageTour(Model):
        event = ForeignKeyField(Event, unique=True, on_delete="RESTRICT")
        theme = CharField(default="")
        boarding_point = CharField(default="")
        meeting_place = CharField(default="")
        contact = CharField(default="")
        practical = TextField(default="")
        max_participants = IntegerField(null=True)
        cancel_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "dorpenschouw_village_tour"

    db.create_tables([VillageTour])

    class Invitation(Model):
        tour = ForeignKeyField(VillageTour, on_delete="RESTRICT")
        position = ForeignKeyField(Position, on_delete="RESTRICT")
        mail = ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
        invited_at = DateTimeField()

        class Meta:
            database = db
            table_name = "dorpenschouw_invitation"
            indexes = ((("tour", "position"), True),)

    db.create_tables([Invitation])

    class Stop(Model):
        event = ForeignKeyField(Event, unique=True, on_delete="RESTRICT")
        tour = ForeignKeyField(VillageTour, on_delete="RESTRICT")
        village = ForeignKeyField(Village, on_delete="RESTRICT")
        host = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
        host_position = ForeignKeyField(Position, null=True, on_delete="SET NULL")
        leg = CharField(default="coach")
        question = TextField(default="")
        address = CharField(default="")
        step_free = CharField(default="unknown")
        toilet = CharField(default="unknown")
        rain_alternative = CharField(default="")

        class Meta:
            database = db
            table_name = "dorpenschouw_stop"

    db.create_tables([Stop])
