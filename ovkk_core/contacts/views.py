"""What contacts adds to every template: Dutch ways of writing."""

from flask import Blueprint

from ovkk_core.contacts.formats import shown_iban, shown_phone, shown_postcode

blueprint = Blueprint("contacts", __name__)
blueprint.add_app_template_filter(shown_phone, "phone")
blueprint.add_app_template_filter(shown_iban, "iban")
blueprint.add_app_template_filter(shown_postcode, "postcode")
