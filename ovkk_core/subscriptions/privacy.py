"""What is kept of people in the calendars of others: nothing that we choose."""

from ovkk_core.hookspecs import nothing_personal

PUBLIC = "Openbare agenda's van organisaties; een naam van iemand in een tekst wordt bij inzage en wissen opgezocht"
PROCESSING = [
    nothing_personal(
        "subscriptions.calendars", {"subscriptions_subscription": PUBLIC, "subscriptions_outside_item": PUBLIC}
    )
]
