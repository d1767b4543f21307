"""The village tour: villages and stops, an agenda, a feed and an invitation."""

TITLE = "Dorpenschouw"
DESCRIPTION = "Rondreis langs dorpen waarbij bestuurders en ambtenaren bewoners en hun initiatieven ontmoeten."
