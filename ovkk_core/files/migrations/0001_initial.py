from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "accounts_user"

    class File(Model):
        name = CharField(unique=True, max_length=32)
        kind = CharField(index=True)
        media_type = CharField(max_length=40)
        title = CharField(max_length=120, default="")
        alt = CharField(max_length=250, default="")
        shows_people = BooleanField(default=False)
        consent_note = CharField(max_length=500, default="")
        public = BooleanField(default=True)
        focal_x = IntegerField(default=50)
        focal_y = IntegerField(default=50)
        width = IntegerField(default=0)
        height = IntegerField(default=0)
        size = IntegerField()
        sha256 = CharField(index=True, max_length=64)
        tagged = BooleanField(default=True)
        search_key = TextField(default="")
        uploaded_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        created_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "files_file"

    db.create_tables([File])
