"""The smallest plugin that implements every hook."""

TITLE = "Speelgoed"
DESCRIPTION = "Een onderdeel dat alleen in de proeven bestaat."
CONTRACT = 1
