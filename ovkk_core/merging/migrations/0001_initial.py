from peewee import CharField, DateTimeField, IntegerField, JSONField, Model


def up(migrator, db):
    class DuplicatePair(Model):
        kind = CharField()
        low = IntegerField()
        high = IntegerField()
        score = IntegerField()
        reasons = JSONField()

        class Meta:
            database = db
            table_name = "merging_duplicate_pair"
            indexes = ((("kind", "low", "high"), True), (("kind", "score"), False))

    db.create_tables([DuplicatePair])

    class Merge(Model):
        kind = CharField()
        kept_id = IntegerField(index=True)
        merged_id = IntegerField(index=True)
        slug = CharField(index=True, default="")
        name = CharField(max_length=600, default="")
        at = DateTimeField(index=True)
        actor = CharField()
        moved = JSONField(default=dict)
        journal = JSONField(null=True)
        undone_at = DateTimeField(null=True)
        undone_by = CharField(default="")

        class Meta:
            database = db
            table_name = "merging_merge"

    db.create_tables([Merge])

    class NotSame(Model):
        kind = CharField()
        low = IntegerField()
        high = IntegerField()
        at = DateTimeField()
        actor = CharField()

        class Meta:
            database = db
            table_name = "merging_not_same"
            indexes = ((("kind", "low", "high"), True),)

    db.create_tables([NotSame])
