"""What the association may say about itself."""

from ovkk_core.hookspecs import SettingSpec

SETTINGS = (
    SettingSpec("association.name", "Naam van de vereniging", "Vereniging van dorpen"),
    SettingSpec("association.short_name", "Korte naam", "Dorpen", "Staat boven aan elke pagina. Houd de naam kort."),
    SettingSpec(
        "association.description",
        "Omschrijving in één zin",
        "Wij verbinden dorpen, bewoners en bestuurders.",
        "Staat op de voorpagina en in zoekmachines.",
        kind="text",
    ),
    SettingSpec(
        "association.colour",
        "Kleur",
        "#2c5f46",
        "Kleur van kop, knoppen en links. Te lichte kleuren maken wij donkerder, zodat iedereen de tekst kan lezen.",
        kind="colour",
    ),
    SettingSpec(
        "association.logo",
        "Logo",
        "",
        "Staat boven aan elke pagina, elke mail en elke brief. Het mooist is een .png met een doorzichtige rand.",
        kind="picture",
    ),
    SettingSpec("association.email", "E-mailadres voor vragen", "", "Staat onder aan elke pagina."),
    SettingSpec(
        "association.security_contact",
        "Meldpunt voor lekken",
        "",
        "E-mailadres of https-adres. Leeg: het e-mailadres voor vragen.",
    ),
)
