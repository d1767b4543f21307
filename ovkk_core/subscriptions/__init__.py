"""Others' calendars: fetched with care, read in a process of its own, moderated before they are shown."""
