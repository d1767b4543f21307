"""Events and feeds; the only iCalendar writer."""
