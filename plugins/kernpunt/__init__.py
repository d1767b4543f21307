"""The newsletter: an edition assembled from what every room has to tell, sent in variants and kept in an archive."""

TITLE = "Kernpunt"
DESCRIPTION = "De nieuwsbrief: een nummer dat zichzelf verzamelt, per doelgroep verstuurd en op de site bewaard."
