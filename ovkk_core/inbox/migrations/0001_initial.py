from peewee import BlobField, BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class OutboxMail(Model):
        class Meta:
            database = db
            table_name = "mail_outbox_mail"

    class Message(Model):
        digest = CharField(unique=True, max_length=64)
        kind = CharField(index=True)
        sorted_as = CharField()
        sender = CharField(default="")
        sender_name = CharField(default="")
        about = CharField(default="", index=True)
        subject = TextField(default="")
        text = TextField(default="")
        content = BlobField()
        size = IntegerField()
        whole = BooleanField(default=True)
        mail = ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
        proven = BooleanField(default=False)
        done = TextField(default="")
        sent_at = DateTimeField(null=True)
        arrived_at = DateTimeField(null=True)
        read_at = DateTimeField(index=True)
        handled_at = DateTimeField(index=True, null=True)
        handled_by = CharField(default="")

        class Meta:
            database = db
            table_name = "inbox_message"

    db.create_tables([Message])

    class Bounce(Model):
        source = CharField(unique=True)
        address = CharField(index=True)
        kind = CharField()
        code = CharField(default="")
        words = TextField(default="")
        mail = ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
        message = ForeignKeyField(Message, null=True, on_delete="SET NULL")
        at = DateTimeField(index=True)
        dismissed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "inbox_bounce"

    db.create_tables([Bounce])

    class Check(Model):
        name = CharField(unique=True)
        title = CharField()
        ok = BooleanField()
        message = TextField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "inbox_check"

    db.create_tables([Check])
