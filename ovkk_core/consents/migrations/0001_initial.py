from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = "contacts_person"

    class ConfirmationMail(Model):
        digest = CharField(index=True, max_length=64)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "consents_confirmation_mail"

    db.create_tables([ConfirmationMail])

    class Wording(Model):
        purpose = CharField()
        version = IntegerField()
        language = CharField(default="nl")
        text = TextField()
        since = DateTimeField()
        written_by = CharField(default="")

        class Meta:
            database = db
            table_name = "consents_wording"
            indexes = ((("purpose", "language", "version"), True),)

    db.create_tables([Wording])

    class Consent(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        purpose = CharField()
        channel = CharField(default="email")
        wording = ForeignKeyField(Wording, null=True, on_delete="RESTRICT")
        state = CharField()
        asked_at = DateTimeField(null=True)
        given_at = DateTimeField(null=True)
        withdrawn_at = DateTimeField(null=True)
        how = CharField(null=True)
        withdrawn_how = CharField(null=True)
        entered_by = CharField(default="")
        withdrawn_by = CharField(default="")
        proof = TextField(default="")
        replaced_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "consents_consent"
            indexes = ((("purpose", "state", "person"), False),)

    db.create_tables([Consent])

    class Preference(Model):
        person = ForeignKeyField(Person, unique=True, on_delete="CASCADE")
        themes = JSONField(default=list)
        municipalities = JSONField(default=list)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "consents_preference"

    db.create_tables([Preference])

    class SignUp(Model):
        token_hash = CharField(unique=True, null=True, max_length=64)
        address = CharField()
        given_name = CharField(default="")
        family_name = CharField(default="")
        wordings = JSONField(default=list)
        themes = JSONField(default=list)
        municipalities = JSONField(default=list)
        language = CharField(default="nl")
        at = DateTimeField(index=True)
        confirmed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "consents_sign_up"

    db.create_tables([SignUp])

    class Suppression(Model):
        digest = CharField(max_length=64)
        purpose = CharField(default="")
        reason = CharField()
        note = CharField(default="")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = DateTimeField()
        by = CharField(default="")

        class Meta:
            database = db
            table_name = "consents_suppression"
            indexes = ((("digest", "purpose"), True),)

    db.create_tables([Suppression])

    class UnsubscribeLink(Model):
        token_hash = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
        purpose = CharField()
        address = CharField(default="")
        consent = ForeignKeyField(Consent, null=True, on_delete="SET NULL")
        undo_hash = CharField(unique=True, null=True, max_length=64)
        undo_until = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "consents_unsubscribe_link"

    db.create_tables([UnsubscribeLink])
