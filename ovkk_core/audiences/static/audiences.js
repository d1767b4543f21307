// Counts again after every choice, and does each step without loading the page; without it the buttons do the same.
const form = document.querySelector("[data-audience]");
let asked = 0;

async function fetched(body) {
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function replaced(page, name) {
  const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
  if (old && fresh) old.replaceWith(fresh);
  return fresh;
}

async function step(what, all) {
  const mine = (asked += 1);
  const body = new FormData(form);
  body.set("do", what);
  document.querySelector("[data-outcome]").setAttribute("aria-busy", "true");
  try {
    const page = await fetched(body);
    if (mine !== asked) return;
    if (all) replaced(page, "[data-builder]")?.querySelector("[autofocus]")?.focus();
    const status = document.querySelector("[data-outcome] [role=status]");
    const fresh = page.querySelector("[data-outcome] [role=status]");
    replaced(page, "[data-outcome]");
    if (fresh && status?.textContent !== fresh.textContent) announce(fresh.textContent);
  } catch {
    document.querySelector("[data-outcome]").removeAttribute("aria-busy");
  }
}

const words = document.createElement("p");
words.className = "admin-hidden";
words.setAttribute("aria-live", "polite");

function announce(text) {
  words.textContent = text.replace(/\s+/g, " ").trim();
}

if (form) {
  form.append(words);
  form.addEventListener("change", (event) => {
    if (!/^(new|more|name|public_feed)/.test(event.target.name)) step("show", false);
  });
  form.addEventListener("submit", (event) => {
    const what = event.submitter?.value ?? "show";
    if (what === "save") return;
    event.preventDefault();
    step(what, true);
  });
}
