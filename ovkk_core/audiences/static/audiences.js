// Counts again after every choice, and does each step without loading the page; without it the buttons do the same.
const form = document.querySelector("[data-audience]");
const words = document.createElement("p");
let asked = 0;
let building = false;

async function fetched(what) {
  const body = new FormData(form);
  body.set("do", what);
  const answer = await fetch(form.action, { method: "POST", body });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function replaceFrom(page, name) {
  const fresh = page.querySelector(name);
  const next = fresh?.querySelector("[autofocus]");
  next?.removeAttribute("autofocus");
  if (fresh) document.querySelector(name).replaceWith(fresh);
  next?.focus();
}

function showOutcome(page) {
  const said = (place) => place.querySelector("[data-outcome] [role=status]")?.textContent.replace(/\s+/g, " ").trim();
  const [before, now] = [said(document), said(page)];
  replaceFrom(page, "[data-outcome]");
  if (now && now !== before) words.textContent = now;
}

async function countAgain() {
  const mine = (asked += 1);
  const page = await fetched("show");
  if (mine === asked && !building) showOutcome(page);
}

async function build(what) {
  if (building) return;
  building = true;
  asked += 1;
  form.setAttribute("aria-busy", "true");
  try {
    const page = await fetched(what);
    replaceFrom(page, "[data-builder]");
    showOutcome(page);
  } finally {
    building = false;
    form.removeAttribute("aria-busy");
  }
}

if (form) {
  words.className = "admin-hidden";
  words.setAttribute("aria-live", "polite");
  form.append(words);
  form.addEventListener("change", (event) => {
    if (!/^(new|more|name|public_feed)/.test(event.target.name) && !building) countAgain();
  });
  form.addEventListener("submit", (event) => {
    const what = event.submitter?.value ?? "show";
    if (what === "save") return;
    event.preventDefault();
    build(what);
  });
}
