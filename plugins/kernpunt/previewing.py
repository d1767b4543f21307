"""The screens that show each variant as it will be read: on a desktop, on a phone and as plain text."""

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_admin.base import expose

from ovkk_core.accounts import may
from ovkk_core.errors import NotFoundError
from ovkk_core.web import FRAMED, policy_with_frame, with_policy
from plugins.kernpunt import editions
from plugins.kernpunt.admin import Pages
from plugins.kernpunt.content import VariantContent, contents
from plugins.kernpunt.declarations import WRITE
from plugins.kernpunt.reading import INVENTED, Reader, chosen, readers
from plugins.kernpunt.rendering import laid, shown

MOST_READERS = 25


class PreviewPages(Pages):
    """One variant in three forms, and all of them beside each other."""

    in_menu = False

    @expose("/<int:edition_id>")
    def preview(self, edition_id: int) -> ResponseReturnValue:
        """Show one variant as one of its audience reads it."""
        edition = editions.edition_by_id(edition_id)
        rows = contents(edition)
        one = variant_among(rows, request.args.get("variant", type=int) or rows[0].variant.id) if rows else None
        found = _readers(one) if one else []
        reader = chosen(found, request.args.get("lezer", ""))
        text = shown(laid(one), reader.values).text if one else ""
        page = self.page("preview", edition, rows=rows, one=one, readers=found, reader=reader, text=text)
        return with_policy(make_response(page), policy_with_frame())

    @expose("/<int:edition_id>/naast-elkaar")
    def beside(self, edition_id: int) -> ResponseReturnValue:
        """Show every variant on a phone, beside each other."""
        edition = editions.edition_by_id(edition_id)
        page = self.page("beside", edition, rows=contents(edition))
        return with_policy(make_response(page), policy_with_frame())

    @expose("/<int:edition_id>/mail/<int:variant_id>")
    def mail(self, edition_id: int, variant_id: int) -> ResponseReturnValue:
        """Give the HTML of a variant for a frame: nothing in it can run, send or load from elsewhere."""
        one = variant_among(contents(editions.edition_by_id(edition_id)), variant_id)
        reader = chosen(_readers(one), request.args["lezer"]) if request.args.get("lezer") else INVENTED
        answer = Response(shown(laid(one), reader.values).html, mimetype="text/html")
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return with_policy(answer, FRAMED)


def variant_among(rows: list[VariantContent], number: int) -> VariantContent:
    """Give the variant with this number; raises ``NotFoundError`` when it is not one of ``rows``."""
    found = next((one for one in rows if one.variant.id == number), None)
    if found is None:
        raise NotFoundError("Deze variant bestaat niet (meer). Kies een andere.")
    return found


def _readers(one: VariantContent) -> list[Reader]:
    """Give whom to show it as; names of others only to who writes."""
    return readers(one.variant, MOST_READERS) if may(WRITE) else [INVENTED]
