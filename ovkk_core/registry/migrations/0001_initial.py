from peewee import BigIntegerField, BooleanField, CharField, DateTimeField, Model, TextField


def up(migrator, db):
    class Fault(Model):
        plugin = CharField()
        hook = CharField()
        reason = TextField()
        paused = BooleanField(default=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "registry_fault"
            indexes = ((("plugin", "hook"), True),)

    db.create_tables([Fault])

    class PluginState(Model):
        name = CharField(unique=True)
        enabled = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "registry_plugin_state"

    db.create_tables([PluginState])

    class Setting(Model):
        key = CharField(unique=True)
        value = TextField()

        class Meta:
            database = db
            table_name = "registry_setting"

    db.create_tables([Setting])

    class Stamp(Model):
        name = CharField(primary_key=True)
        value = BigIntegerField(default=0)

        class Meta:
            database = db
            table_name = "registry_stamp"

    db.create_tables([Stamp])
