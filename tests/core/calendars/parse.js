// Tells what ical.js and node-ical read in the calendar on standard input: for each a list of plain values per VEVENT.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync(0, "utf8");
const two = (number) => String(number).padStart(2, "0");
const seconds = (date) => Math.round(date.getTime() / 1000);

function byIcalJs() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const shown = (time) => time && (time.isDate ? time.toString() : time.toUnixTime());
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const of = (name) => part.getFirstPropertyValue(name) ?? "";
    const events = { start: of("dtstart"), end: of("dtend"), recurrence: of("recurrence-id") };
    return {
      uid: of("uid"), summary: of("summary"), description: of("description"), location: of("location"),
      status: of("status"), sequence: Number(of("sequence")), url: of("url"),
      start: shown(events.start), end: shown(events.end), recurrence: shown(events.recurrence) || "",
      categories: part.getAllProperties("categories").flatMap((one) => one.getValues()),
    };
  });
}

function byNodeIcal() {
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const shown = (date, whole) => (date ? (whole ? day(date) : seconds(date)) : "");
  const plain = (event) => {
    const whole = event.datetype === "date";
    return {
      uid: event.uid, summary: event.summary ?? "", description: event.description ?? "",
      location: event.location ?? "", status: event.status ?? "", sequence: Number(event.sequence),
      url: event.url ?? "", start: shown(event.start, whole), end: shown(event.end, whole),
      recurrence: shown(event.recurrenceid, whole), categories: event.categories ?? [],
    };
  };
  const found = Object.values(nodeIcal.sync.parseICS(text)).filter((part) => part.type === "VEVENT");
  const changed = found.flatMap((event) => [...new Set(Object.values(event.recurrences ?? {}))]);
  return [...found, ...changed].map(plain);
}

console.log(JSON.stringify({ "ical.js": byIcalJs(), "node-ical": byNodeIcal() }));
