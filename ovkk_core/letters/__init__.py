"""Paper: letters, labels and a sheet for the notice board, as PDF."""

from ovkk_core.letters.making import MOST_LETTERS, Letter, Notice, labels_pdf, letters_pdf, notice_pdf, press

__all__ = ["MOST_LETTERS", "Letter", "Notice", "labels_pdf", "letters_pdf", "notice_pdf", "press"]
