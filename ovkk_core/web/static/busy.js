// Shows how far the work is without loading the page anew; without scripts the page does that itself.
const place = document.querySelector("[data-busy]");

const look = async () => {
  const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-busy]");
  if (!answer.ok || !now) {
    window.location.reload();
    return;
  }
  for (const part of ["[data-words]", "progress"]) {
    place.querySelector(part).replaceWith(now.querySelector(part));
  }
  setTimeout(look, 2000);
};

document.querySelector("[data-still]").hidden = true;
setTimeout(look, 1000);
