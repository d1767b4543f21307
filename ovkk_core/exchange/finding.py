"""Finds, row by row, which records a row is about; what it changes in them is for ``judging.py``."""

from typing import Any

from ovkk_core.contacts import PositionFunction
from ovkk_core.exchange.checking import Facts
from ovkk_core.exchange.known import BY_ONE, Known, at_key, organisation_keys, organisation_questions, person_keys
from ovkk_core.exchange.outcomes import Deed

CONTACT = PositionFunction.CONTACT.value


class Finder:
    """Gives the deeds of rows in the order of the file; ``held`` are the functions that turned out to be taken."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def deeds(self, line: int, facts: Facts) -> tuple[list[Deed | None], int]:
        """Give what a row does to person, organisation and position, and the position in its way (0 for none).

        Raises :class:`BadInputError` when it may be about more than one record.
        """
        body = self._body(line, facts.organisation) if facts.organisation else None
        person = self._person(line, facts.person, body.ref if body else 0) if facts.person else None
        if body is None or not (facts.position or person):
            return [person, body, None], 0
        position, taken = self._position(line, facts.position, body.ref, person.ref if person else 0)
        return [person, body, position], taken

    def _body(self, line: int, body: dict[str, Any]) -> Deed:
        if "id" in body:
            return Deed(body["id"])
        register = self._known.organisations
        keys = list(organisation_keys(body["name"], body.get("municipality"), body.get("kvk_number", "")))
        for question in organisation_questions(body):
            ref = register.find(question)
            if ref is not None:
                register.know(keys[:-1], ref)
                return Deed(ref)
        return Deed(register.add(keys, line), new=True)

    def _person(self, line: int, person: dict[str, Any], body: int) -> Deed:
        register = self._known.persons
        keys = person_keys(person)
        if body:
            keys.append(at_key(person, body))
        ref = person["id"] if "id" in person else register.find(keys)
        if ref is None:
            return Deed(register.add(keys, line), new=True)
        register.know(keys, ref)
        return Deed(ref)

    def _position(self, line: int, position: dict[str, Any], body: int, person: int) -> tuple[Deed | None, int]:
        known, function = self._known, position.get("function", "")
        held = known.position_of(body, person, function) if person else None
        if held is not None:
            return Deed(held), 0
        function = position.setdefault("function", CONTACT)
        there = known.holder(body, function)
        if there and (not person or not there[1]):
            if not person:
                return Deed(there[0]), 0
            known.know_position(body, person, function, there[0])
            return Deed(there[0], changes={"person": [None, person]}), 0
        ref = known.positions.add((), line)
        known.know_position(body, person, function, ref)
        taken = there[0] if there and function in BY_ONE and not {"starts_on", "ends_on"} & position.keys() else 0
        return Deed(ref, new=True), taken
