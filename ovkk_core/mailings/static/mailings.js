// Shows how a mailing goes without anybody asking again; without it the link to refresh does the same.
const EVERY = 4000;

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-progress]");
  const shown = document.querySelector("[data-progress]");
  if (!fresh || shown.contains(document.activeElement)) return;
  shown.replaceWith(fresh);
}

function wait() {
  setTimeout(async () => {
    try {
      await refresh();
    } catch {
      // the next time may succeed
    }
    if (document.querySelector("[data-moving]")) wait();
  }, EVERY);
}

if (document.querySelector("[data-moving]")) wait();
