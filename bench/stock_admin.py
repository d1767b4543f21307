"""Stock Flask-Admin on the same table of persons, open to anybody, as its documentation begins."""

import os
from pathlib import Path
from typing import Any

import flask_admin
import peewee
from flask import Flask
from flask_admin.contrib.peewee import ModelView
from flask_babel import Babel
from playhouse.cysqlite_ext import CySqliteDatabase

from bench.peers import FOLDER

database = CySqliteDatabase(None, pragmas={"journal_mode": "wal"})


class Person(peewee.Model):
    """What the list shows, sorts by and searches in."""

    given_name = peewee.CharField()
    nickname = peewee.CharField()
    name_prefix = peewee.CharField()
    family_name = peewee.CharField()
    email = peewee.CharField()
    phone = peewee.CharField()
    sort_key = peewee.CharField()
    demo = peewee.BooleanField()

    class Meta:
        database = database
        table_name = "contacts_person"


class PersonView(ModelView):
    """The columns, order and search of our list."""

    page_size = 50
    column_list = ("given_name", "name_prefix", "family_name", "email", "phone", "demo")
    column_default_sort = "sort_key"
    column_searchable_list = ("sort_key", "given_name", "nickname", "name_prefix", "family_name", "email")


def make() -> Any:
    """Give the application."""
    database.init(str(Path(os.environ[FOLDER]) / "ovkk.db"))
    app = Flask(__name__)
    app.secret_key = "b" * 40
    Babel(app)  # flask-admin asks for it once it is installed
    flask_admin.Admin(app, name="stock").add_view(PersonView(Person, name="Persons", url="/admin/person"))
    return app
