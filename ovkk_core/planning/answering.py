"""Stores what a guest says about the dates of a poll."""

from collections.abc import Mapping

from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.planning.models import Choice, DatePoll, PollAnswer, PollGuest, options_of

LONGEST_COMMENT = 1000
Choices = Mapping[int, Choice]


def answer(guest: PollGuest, choices: Choices, comment: str = "") -> None:
    """Store what ``guest`` says, by option id; the last answer wins, what is left out stays as it was.

    Raises ``BadInputError`` when the poll is over, when nothing was chosen, or when the comment is too long.
    """
    if len(comment) > LONGEST_COMMENT:
        raise BadInputError(f"De opmerking is te lang: hoogstens {LONGEST_COMMENT} tekens.")
    with transaction():
        lock(f"planning.poll.{guest.poll_id}")
        poll = DatePoll.get_by_id(guest.poll_id)
        if not poll.open:
            raise BadInputError("Deze datumprikker is gesloten. U kunt niet meer antwoorden.")
        known = {option.id for option in options_of(poll)}
        given = {option: choice for option, choice in choices.items() if option in known}
        if not given and guest.answered_at is None:
            raise BadInputError("U hebt nog niets gekozen. Kies bij minstens één datum of u kunt.")
        for option, choice in given.items():
            PollAnswer.insert(guest=guest, option=option, choice=choice, at=now()).on_conflict(
                conflict_target=[PollAnswer.guest, PollAnswer.option],
                update={PollAnswer.choice: choice, PollAnswer.at: now()},
            ).execute()
        PollGuest.update(comment=comment, answered_at=now()).where(PollGuest.id == guest.id).execute()


def choices_of(guest: PollGuest) -> dict[int, Choice]:
    """Give what ``guest`` last said, by option id."""
    return {answer.option_id: answer.choice for answer in PollAnswer.select().where(PollAnswer.guest == guest)}
