// Loads the map only on pages that have one; everything else works without scripts.
const here = document.querySelector("script[data-map-script]");
const places = document.querySelectorAll("[data-map]");

if (here && places.length > 0) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = here.dataset.mapStyle;
  const styled = new Promise((done) => {
    style.onload = done;
    style.onerror = done;
  });
  document.head.append(style);
  const [{ draw }] = await Promise.all([import(here.dataset.mapScript), styled]);
  for (const place of places) {
    draw(place, here.dataset.tiles);
  }
}
