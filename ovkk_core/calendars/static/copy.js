// Shows the copy buttons, which need a script, and copies the address beside each.
for (const place of document.querySelectorAll("[data-copy]")) {
  const [address, button] = [place.querySelector("input"), place.querySelector("button")];
  const words = button.querySelector("[data-words]");
  button.hidden = !navigator.clipboard;
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.value);
    words.textContent = words.dataset.words;
  });
}
