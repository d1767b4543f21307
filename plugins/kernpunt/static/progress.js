// Renews the figures while mails leave; without scripts a link does the same.
const EVERY = 3000;

async function renew() {
  const shown = document.querySelector("[data-progress][data-busy]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (answer.ok && fresh) shown.replaceWith(fresh);
  } finally {
    setTimeout(renew, EVERY);
  }
}

setTimeout(renew, EVERY);
