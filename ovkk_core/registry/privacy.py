"""What the registry keeps of people: nothing."""

from ovkk_core.hookspecs import nothing_personal

PROCESSING = [
    nothing_personal(
        "registry.plugins",
        {
            "registry_plugin_state": "Namen van onderdelen",
            "registry_stamp": "Namen van tellers",
            "registry_setting": "Instellingen van de vereniging; een naam daarin wordt bij wissen opgezocht",
        },
    )
]
