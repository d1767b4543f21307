from peewee import BlobField, BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Campaign(Model):
        name = CharField(unique=True)
        standing = CharField(default="running")

        class Meta:
            database = db
            table_name = "mail_campaign"

    db.create_tables([Campaign])

    class MailBody(Model):
        kind = CharField()
        room = CharField()
        subject = TextField()
        text = TextField()
        html = TextField()
        list_id = CharField(default="")
        list_name = CharField(default="")
        marketing = BooleanField(default=False)
        purpose = CharField(default="")
        automatic = BooleanField(default=True)
        sender = CharField()
        sender_name = CharField(default="")
        reply_to = CharField(default="")
        reply_name = CharField(default="")
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = "mail_mail_body"

    db.create_tables([MailBody])

    class MailText(Model):
        kind = CharField(unique=True)
        own = BooleanField(default=True)
        subject = TextField()
        text = TextField()
        mjml = TextField()

        class Meta:
            database = db
            table_name = "mail_mail_text"

    db.create_tables([MailText])

    class OutboxMail(Model):
        kind = CharField()
        room = CharField()
        key = CharField(unique=True, null=True)
        message_id = CharField(unique=True)
        sender = CharField()
        address = CharField(index=True)
        name = CharField(default="")
        domain = CharField(default="")
        subject = TextField()
        content = BlobField()
        body = ForeignKeyField(MailBody, null=True, on_delete="RESTRICT")
        personal = TextField(default="")
        campaign = CharField(null=True)
        person = IntegerField(index=True, null=True)
        answers = CharField(default="")
        state = CharField(default="queued")
        due_at = DateTimeField(null=True)
        claimed_by = CharField(default="")
        attempts = IntegerField(default=0)
        reply = TextField(default="")
        queued_at = DateTimeField()
        tried_at = DateTimeField(null=True)
        handed_at = DateTimeField(null=True)
        sent_at = DateTimeField(index=True, null=True)
        failed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "mail_outbox_mail"
            indexes = (
                (("due_at", "id"), False),
                (("state", "id"), False),
                (("campaign", "state"), False),
                (("kind", "queued_at"), False),
            )

    db.create_tables([OutboxMail])
