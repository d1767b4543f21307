// Lets an editor drag items within their section; the buttons do the same without scripts.
const form = document.querySelector("[data-order-form]");
let dragged = null;

function remember() {
  for (const old of form.querySelectorAll("[name=item]")) old.remove();
  for (const item of document.querySelectorAll("[data-order] > [data-item]")) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "item";
    field.value = item.dataset.item;
    form.append(field);
  }
  form.hidden = false;
}

function over(event, list) {
  if (!dragged || dragged.parentElement !== list) return;
  event.preventDefault();
  const target = event.target.closest("[data-item]");
  if (!target || target === dragged || target.parentElement !== list) return;
  const { top, height } = target.getBoundingClientRect();
  target[event.clientY < top + height / 2 ? "before" : "after"](dragged);
}

for (const list of form ? document.querySelectorAll("[data-order]") : []) {
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("news-card--dragged");
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("news-card--dragged");
      dragged = null;
      remember();
    });
  }
  list.addEventListener("dragover", (event) => over(event, list));
  list.addEventListener("drop", (event) => event.preventDefault());
}
