// Shows the picture that is chosen in a list, and lets the focal point of one be pointed at; both work without.
for (const field of document.querySelectorAll("[data-pictures]")) {
  const list = field.querySelector("select");
  const shown = field.querySelector("[data-shown]");
  list?.addEventListener("change", () => {
    const option = list.selectedOptions[0];
    shown.replaceChildren();
    if (option?.dataset.src) {
      const image = document.createElement("img");
      image.src = option.dataset.src;
      image.alt = option.textContent;
      shown.append(image);
    }
  });
}

for (const frame of document.querySelectorAll("[data-focus]")) {
  const [across, down] = ["focal_x", "focal_y"].map((id) => document.getElementById(id));
  const image = frame.querySelector("img");
  const point = document.createElement("span");
  point.className = "files-whole__point";
  point.setAttribute("aria-hidden", "true");
  const place = () => {
    point.style.left = `${across.value || 50}%`;
    point.style.top = `${down.value || 50}%`;
  };
  if (across && down && image) {
    frame.classList.add("files-whole--pick");
    frame.append(point);
    place();
    for (const input of [across, down]) input.addEventListener("input", place);
    image.addEventListener("click", (event) => {
      const box = image.getBoundingClientRect();
      across.value = Math.round(((event.clientX - box.left) / box.width) * 100);
      down.value = Math.round(((event.clientY - box.top) / box.height) * 100);
      place();
    });
  }
}
