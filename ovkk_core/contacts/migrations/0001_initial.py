from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


def up(migrator, db):
    class ExpectedPosition(Model):
        kind = CharField()
        function = CharField()
        expected = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "contacts_expected_position"
            indexes = ((("kind", "function"), True),)

    db.create_tables([ExpectedPosition])

    class Province(Model):
        name = CharField(unique=True)
        slug = CharField(unique=True)
        sort_key = CharField(index=True, default="")

        class Meta:
            database = db
            table_name = "contacts_province"

    db.create_tables([Province])

    class Municipality(Model):
        name = CharField()
        slug = CharField(unique=True)
        cbs_code = CharField(unique=True, null=True)
        province = ForeignKeyField(Province, on_delete="RESTRICT")
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        sort_key = CharField(index=True, default="")

        class Meta:
            database = db
            table_name = "contacts_municipality"
            indexes = ((("name", "province"), True),)

    db.create_tables([Municipality])

    class Organisation(Model):
        street = CharField(default="")
        house_number = IntegerField(null=True)
        house_letter = CharField(default="")
        house_addition = CharField(default="")
        postcode = CharField(default="")
        city = CharField(default="")
        name = CharField()
        slug = CharField(unique=True)
        kind = CharField()
        legal_form = CharField(null=True)
        municipality = ForeignKeyField(Municipality, null=True, on_delete="RESTRICT")
        email = CharField(default="")
        phone = CharField(default="")
        website = CharField(default="")
        kvk_number = CharField(default="")
        iban = CharField(default="")
        demo = BooleanField(default=False)
        source = CharField(default="")
        created_at = DateTimeField()
        sort_key = CharField(index=True, default="")

        class Meta:
            database = db
            table_name = "contacts_organisation"

    db.create_tables([Organisation])

    class OrganisationChannel(Model):
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        kind = CharField()
        address = CharField(max_length=500)

        class Meta:
            database = db
            table_name = "contacts_organisation_channel"
            indexes = ((("organisation", "kind", "address"), True),)

    db.create_tables([OrganisationChannel])

    class Village(Model):
        name = CharField()
        slug = CharField(unique=True)
        municipality = ForeignKeyField(Municipality, on_delete="RESTRICT")
        kind = CharField(default="dorp")
        bag_code = CharField(null=True)
        population = IntegerField(null=True)
        population_note = CharField(max_length=500, default="")
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        sort_key = CharField(index=True, default="")

        class Meta:
            database = db
            table_name = "contacts_village"
            indexes = ((("name", "municipality"), True), (("bag_code", "municipality"), True))

    db.create_tables([Village])

    class OrganisationVillage(Model):
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        village = ForeignKeyField(Village, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "contacts_organisation_village"
            indexes = ((("organisation", "village"), True),)

    db.create_tables([OrganisationVillage])

    class Person(Model):
        street = CharField(default="")
        house_number = IntegerField(null=True)
        house_letter = CharField(default="")
        house_addition = CharField(default="")
        postcode = CharField(default="")
        city = CharField(default="")
        title = CharField(default="")
        initials = CharField(default="")
        given_name = CharField(default="")
        nickname = CharField(default="")
        name_prefix = CharField(default="")
        family_name = CharField(default="")
        form_of_address = CharField(default="neutral")
        language = CharField(default="nl")
        email = CharField(default="")
        phone = CharField(default="")
        demo = BooleanField(default=False)
        source = CharField(default="")
        created_at = DateTimeField()
        sort_key = CharField(index=True, default="")

        class Meta:
            database = db
            table_name = "contacts_person"

    db.create_tables([Person])

    class PlaceImport(Model):
        at = DateTimeField(index=True)
        actor = CharField()
        created = IntegerField()
        rejected_count = IntegerField()
        report = JSONField()

        class Meta:
            database = db
            table_name = "contacts_place_import"

    db.create_tables([PlaceImport])

    class Position(Model):
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        function = CharField()
        own_title = CharField(default="")
        deputy = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        ended_reason = CharField(default="")
        email = CharField(default="")
        phone = CharField(default="")
        confirmed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "contacts_position"

    db.create_tables([Position])
