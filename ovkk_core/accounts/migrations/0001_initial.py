from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class LoginAttempt(Model):
        bucket = CharField(unique=True, max_length=64)
        failures = IntegerField(default=0)
        last_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "accounts_login_attempt"

    db.create_tables([LoginAttempt])

    class User(Model):
        name = CharField()
        email = CharField(unique=True)
        active = BooleanField(default=True)
        language = CharField(max_length=8, default="nl")
        created_at = DateTimeField()
        password = CharField(null=True)
        fs_uniquifier = CharField(unique=True, max_length=64)
        fs_webauthn_user_handle = CharField(unique=True, null=True, max_length=64)
        tf_primary_method = CharField(null=True, max_length=64)
        tf_totp_secret = TextField(null=True)
        tf_last_counter = BigIntegerField(null=True)
        mf_recovery_codes = JSONField(null=True)

        class Meta:
            database = db
            table_name = "accounts_user"

    db.create_tables([User])

    class Passkey(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        credential_id = BlobField(unique=True)
        public_key = BlobField()
        sign_count = IntegerField(default=0)
        transports = JSONField(null=True)
        backup_state = BooleanField()
        device_type = CharField(max_length=64)
        extensions = TextField(null=True)
        create_datetime = DateTimeField()
        lastuse_datetime = DateTimeField()
        name = CharField(max_length=64)
        usage = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "accounts_passkey"

    db.create_tables([Passkey])

    class PasswordLink(Model):
        token_hash = CharField(unique=True, max_length=64)
        user = ForeignKeyField(User, on_delete="CASCADE")
        expires_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "accounts_password_link"

    db.create_tables([PasswordLink])

    class Role(Model):
        name = CharField(unique=True)

        class Meta:
            database = db
            table_name = "accounts_role"

    db.create_tables([Role])

    class RolePermission(Model):
        role = ForeignKeyField(Role, on_delete="CASCADE")
        permission = CharField()

        class Meta:
            database = db
            table_name = "accounts_role_permission"
            indexes = ((("role", "permission"), True),)

    db.create_tables([RolePermission])

    class SeededPermission(Model):
        name = CharField(unique=True)

        class Meta:
            database = db
            table_name = "accounts_seeded_permission"

    db.create_tables([SeededPermission])

    class Session(Model):
        token_hash = CharField(unique=True, max_length=64)
        user = ForeignKeyField(User, on_delete="CASCADE")
        created_at = DateTimeField()
        seen_at = DateTimeField(index=True)
        browser = CharField(default="")

        class Meta:
            database = db
            table_name = "accounts_session"

    db.create_tables([Session])

    class UserRole(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        role = ForeignKeyField(Role, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "accounts_user_role"
            indexes = ((("user", "role"), True),)

    db.create_tables([UserRole])
