from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Audience(Model):
        class Meta:
            database = db
            table_name = "audiences_audience"

    class File(Model):
        class Meta:
            database = db
            table_name = "files_file"

    class MailBody(Model):
        class Meta:
            database = db
            table_name = "mail_mail_body"

    class Snapshot(Model):
        class Meta:
            database = db
            table_name = "audiences_snapshot"

    class SnapshotMember(Model):
        class Meta:
            database = db
            table_name = "audiences_snapshot_member"

    class Mailing(Model):
        title = CharField(max_length=120)
        owner = CharField(default="mailings")
        purpose = CharField(default="")
        audience = ForeignKeyField(Audience, null=True, on_delete="RESTRICT")
        follows = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        toward = CharField(null=True)
        about = CharField(default="")
        subject = CharField(max_length=150, default="")
        blocks = JSONField(default=list)
        state = CharField(default="draft")
        writer = CharField(default="")
        asked_by = CharField(default="")
        approved_by = CharField(default="")
        approved_at = DateTimeField(null=True)
        remark = TextField(default="")
        campaign = CharField(unique=True)
        attempt = IntegerField(default=0)
        tested_at = DateTimeField(null=True)
        due_at = DateTimeField(null=True)
        started_at = DateTimeField(null=True)
        queued_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "mailings_mailing"
            indexes = ((("state", "due_at"), False),)

    db.create_tables([Mailing])

    class MailingPicture(Model):
        mailing = ForeignKeyField(Mailing, on_delete="CASCADE")
        file = ForeignKeyField(File, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "mailings_mailing_picture"
            indexes = ((("mailing", "file"), True),)

    db.create_tables([MailingPicture])

    class MailingSkip(Model):
        mailing = ForeignKeyField(Mailing, on_delete="CASCADE")
        member = ForeignKeyField(SnapshotMember, on_delete="CASCADE")
        reason = CharField(max_length=600)

        class Meta:
            database = db
            table_name = "mailings_mailing_skip"
            indexes = ((("mailing", "member"), True),)

    db.create_tables([MailingSkip])

    class MailingVariant(Model):
        mailing = ForeignKeyField(Mailing, on_delete="CASCADE")
        place = IntegerField(default=0)
        title = CharField(default="")
        snapshot = ForeignKeyField(Snapshot, on_delete="RESTRICT")
        body = ForeignKeyField(MailBody, null=True, on_delete="RESTRICT")
        reached = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "mailings_mailing_variant"
            indexes = ((("mailing", "place"), True),)

    db.create_tables([MailingVariant])
