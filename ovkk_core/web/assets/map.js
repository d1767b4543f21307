// Turns <div data-map="address.geojson">text</div> into a map above that text, which stays for who cannot see it.
// Points (properties: name, text, url, number), lines and areas; without tiles the areas are the background. A point
// with a name can be chosen, by keyboard too; one without is only a dot. The collection may have an "attribution", and a
// "bbox" (RFC 7946 5) to show; else what has a name fills the frame.
import { circleMarker, control, divIcon, geoJSON, latLngBounds, map as makeMap, marker, tileLayer } from "leaflet";

const WORDS = {
  nl: { map: "Kaart", zoomIn: "Inzoomen", zoomOut: "Uitzoomen" },
  en: { map: "Map", zoomIn: "Zoom in", zoomOut: "Zoom out" },
};
const PIN = 32;
const CLOSEST = { withTiles: 14, withoutTiles: 11 }; // without tiles, stay far enough away to see the areas around

export async function draw(place, tiles) {
  const answer = await fetch(place.dataset.map, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) {
    return; // the text is still there
  }
  const data = await answer.json();
  const words = WORDS[document.documentElement.lang] ?? WORDS.nl;
  const frame = document.createElement("div");
  frame.className = "ovkk-map";
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", place.dataset.mapLabel ?? words.map);
  place.before(frame);
  const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = makeMap(frame, {
    scrollWheelZoom: false,
    zoomAnimation: !quiet,
    fadeAnimation: !quiet,
    markerZoomAnimation: !quiet,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  map.attributionControl.setPrefix(false);
  control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  if (tiles) {
    tileLayer(tiles, { maxZoom: 19, attribution: "© OpenStreetMap" }).addTo(map);
  }
  const shapes = geoJSON(data, { pointToLayer: point, style, onEachFeature: explain });
  const bounds = important(data) ?? shapes.getBounds();
  if (!bounds.isValid()) {
    frame.remove(); // nothing to draw: the text says so
    return;
  }
  const room = { paddingTopLeft: [84, 40], paddingBottomRight: [40, 40] }; // no pin under the zoom buttons
  map.fitBounds(bounds, { ...room, maxZoom: tiles ? CLOSEST.withTiles : CLOSEST.withoutTiles, animate: false });
  shapes.addTo(map);
  if (data.attribution) {
    map.attributionControl.addAttribution(escaped(data.attribution));
  }
}

// The bounds of what can be chosen, so that a route fills the frame and the areas around it are the background.
function important(data) {
  if (data.bbox) {
    const [west, south, east, north] = data.bbox;
    return latLngBounds([south, west], [north, east]);
  }
  const chosen = (data.features ?? []).filter((feature) => feature.properties?.name);
  const bounds = geoJSON({ type: "FeatureCollection", features: chosen }).getBounds();
  return bounds.isValid() ? bounds : undefined;
}

function style(feature) {
  if (feature.geometry.type === "Point") {
    return {}; // as it was made
  }
  const line = feature.geometry.type.endsWith("LineString");
  return { className: line ? "ovkk-map__route" : "ovkk-map__outline", interactive: false };
}

function point(feature, where) {
  const { name, number } = feature.properties ?? {};
  if (!name) {
    return circleMarker(where, { className: "ovkk-map__dot", radius: 3, interactive: false });
  }
  const icon = divIcon({ className: "ovkk-map__pin", html: escaped(number ?? ""), iconSize: [PIN, PIN] });
  const pin = marker(where, { icon, title: name, riseOnHover: true });
  pin.on("add", () => pin.getElement().setAttribute("aria-label", number ? `${number}. ${name}` : name));
  return pin;
}

function explain(feature, layer) {
  const { name, text, url } = feature.properties ?? {};
  if (feature.geometry.type !== "Point" || !name) {
    return;
  }
  const box = document.createElement("div");
  const title = document.createElement(url ? "a" : "strong");
  title.textContent = name;
  if (url) {
    title.href = new URL(url, location.href).protocol.startsWith("http") ? url : "#";
  }
  box.append(title);
  if (text) {
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
  }
  layer.bindPopup(box);
}

function escaped(text) {
  const box = document.createElement("span");
  box.textContent = String(text);
  return box.innerHTML;
}
