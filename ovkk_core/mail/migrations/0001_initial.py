from peewee import BlobField, CharField, DateTimeField, IntegerField, Model, TextField


def up(migrator, db):
    class OutboxMail(Model):
        kind = CharField()
        room = CharField()
        key = CharField(unique=True, null=True)
        message_id = CharField(unique=True)
        sender = CharField()
        address = CharField(index=True)
        name = CharField(default="")
        subject = TextField()
        content = BlobField()
        state = CharField(default="queued")
        due_at = DateTimeField(null=True)
        attempts = IntegerField(default=0)
        reply = TextField(default="")
        queued_at = DateTimeField()
        tried_at = DateTimeField(null=True)
        sent_at = DateTimeField(index=True, null=True)
        failed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "mail_outbox_mail"
            indexes = ((("due_at", "id"), False), (("state", "id"), False))

    db.create_tables([OutboxMail])
