// Expands the series in calendars on standard input (a JSON list of texts) as ical.js, the engine of Thunderbird, does.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const shown = (time) => (time.isDate ? time.toString() : time.toUnixTime());

function expand(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const parts = calendar.getAllSubcomponents("vevent");
  const [series] = parts.filter((part) => !part.hasProperty("recurrence-id")).map((part) => new ICAL.Event(part));
  for (const part of parts) if (part.hasProperty("recurrence-id")) series.relateException(part);
  const found = [];
  const steps = series.iterator();
  for (let next = steps.next(); next; next = steps.next()) {
    const { startDate, endDate } = series.getOccurrenceDetails(next);
    found.push([shown(startDate), shown(endDate)]);
  }
  return found;
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(expand)));
