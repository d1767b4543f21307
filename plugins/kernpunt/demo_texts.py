"""What stands in the editions of the demonstration; everything in it is invented."""

from dataclasses import dataclass

INVENTED = "(Dit bericht is verzonnen.)"
COUNCILS, HALLS, STATES = "Plaatselijke belangen en dorpsraden", "Dorpshuizen", "Statenleden"
EXECUTIVES, OFFICERS, PARTNERS = "Colleges van burgemeester en wethouders", "Beleidsmedewerkers", "Partners"


@dataclass(frozen=True)
class DemoItem:
    """A piece of our own."""

    section: str
    title: str
    text: str
    address: str = ""
    pictured: bool = False


INTRO_EARLIER = "De zomer is voorbij en in de dorpen begint het nieuwe seizoen. Wat er speelt leest u hier."
INTRO_TODAY = (
    "Dorpen die zelf bouwen, een bus die blijft rijden en een zaal die weer vol zit. In dit nummer leest u hoe "
    "bewoners het aanpakken, en wat zij van anderen nodig hebben."
)
INTRO_NEXT = "Dit nummer is in de maak. Heeft u nieuws uit uw dorp? Lever het in."
LEADS = {
    COUNCILS: "In dit nummer staan drie regelingen waar uw dorp nu gebruik van kan maken.",
    HALLS: "Voor dorpshuizen: hoe de zaal in de winter warm blijft zonder dat de rekening oploopt.",
    STATES: "Voor Statenleden: waar kleine kernen op dit moment tegenaan lopen, en wat er wél lukt.",
    EXECUTIVES: "Voor colleges: hoe bewoners en gemeente samen sneller tot een besluit komen.",
    OFFICERS: "Voor wie bij gemeente of provincie met dorpen werkt: voorbeelden die u kunt gebruiken.",
    PARTNERS: "Voor onze partners: waar wij elkaar de komende maanden tegenkomen.",
}
TODAY = (
    DemoItem(
        "Van de vereniging",
        "Samen bouwen aan het dorp",
        "Steeds meer dorpen nemen het bouwen zelf ter hand. Zeven groepen kwamen bij elkaar om te vertellen hoe.\n\n"
        "**Hun raad:** begin met de mensen, niet met de grond.\n\n"
        f"- Vorm een kleine groep.\n- Vraag wie er echt wil wonen.\n- Ga dan pas naar de gemeente.\n\n{INVENTED}",
        "/agenda",
        pictured=True,
    ),
    DemoItem(
        "Uit de dorpen",
        "De buurtbus rijdt door",
        "Twaalf vrijwilligers zorgen dat de bus blijft rijden, ook op zaterdag. Er is plaats voor nog twee chauffeurs. "
        f"Een groot rijbewijs is niet nodig.\n\n{INVENTED}",
    ),
    DemoItem(
        "Uit de dorpen",
        "Een dorpskamer met een lange tafel",
        "Elke woensdag staat de soep klaar. Wie alleen is schuift aan; wie kan koken helpt mee. In een half jaar "
        f"groeide de tafel van acht naar veertig plaatsen.\n\n{INVENTED}",
        pictured=True,
    ),
    DemoItem(
        "Subsidies en regelingen",
        "Geld voor kleine ideeën",
        "Voor plannen tot € 2.500 is een korte aanvraag genoeg: één bladzijde, antwoord binnen drie weken. Vraag aan "
        f"voordat u begint.\n\n{INVENTED}",
    ),
    DemoItem(
        "Subsidies en regelingen",
        "Advies over een warm dorpshuis",
        "Een adviseur loopt gratis een middag met u mee en laat zien waar de warmte blijft. Daarna weet u wat het kost "
        f"en wat het oplevert.\n\n{INVENTED}",
    ),
)
EARLIER = (
    DemoItem(
        "Van de vereniging",
        "Een nieuw seizoen",
        f"Het bestuur bezocht deze zomer negen dorpen. Wat opviel: overal zijn het dezelfde drie mensen.\n\n{INVENTED}",
        pictured=True,
    ),
    DemoItem(
        "Uit de dorpen",
        "Jongeren beheren hun eigen plein",
        "Zij maakten het ontwerp, kozen de toestellen en maken elke maand een rooster. De gemeente leende het "
        f"gereedschap.\n\n{INVENTED}",
    ),
    DemoItem(
        "Subsidies en regelingen",
        "Drie vragen voordat u aanvraagt",
        f"- Wie heeft er wat aan?\n- Wie doet het na het eerste jaar?\n- Wat als het geld minder wordt?\n\n{INVENTED}",
    ),
)
