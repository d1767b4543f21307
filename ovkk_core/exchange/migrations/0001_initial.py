from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


def up(migrator, db):
    class ColumnMemory(Model):
        headings = CharField(unique=True, max_length=64)
        mapping = JSONField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "exchange_column_memory"

    db.create_tables([ColumnMemory])

    class ImportBatch(Model):
        file_name = CharField()
        state = CharField(index=True, default="mapping")
        actor = CharField()
        created_at = DateTimeField()
        at = DateTimeField(null=True)
        columns = JSONField(default=list)
        mapping = JSONField(default=list)
        remembered = BooleanField(default=False)
        replace = BooleanField(default=True)
        search_duplicates = BooleanField(default=True)
        rows = IntegerField(default=0)
        stage = IntegerField(default=0)
        counts = JSONField(default=dict)
        choices = JSONField(default=dict)
        seen = CharField(default="")
        made = JSONField(default=dict)
        report = JSONField(default=dict)
        problem = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "exchange_import_batch"

    db.create_tables([ImportBatch])

    class ImportChunk(Model):
        batch = ForeignKeyField(ImportBatch, on_delete="CASCADE")
        number = IntegerField()
        lines = JSONField()
        outcomes = JSONField(default=list)
        counts = JSONField(default=dict)

        class Meta:
            database = db
            table_name = "exchange_import_chunk"
            indexes = ((("batch", "number"), True),)

    db.create_tables([ImportChunk])

    class WholeExport(Model):
        key = CharField(unique=True, max_length=64)
        actor = CharField()
        created_at = DateTimeField()
        ready_at = DateTimeField(null=True)
        size = BigIntegerField(default=0)
        rows = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "exchange_whole_export"

    db.create_tables([WholeExport])
