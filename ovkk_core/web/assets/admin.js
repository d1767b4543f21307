// Makes the admin's menu fold on a phone; everything else works without scripts.
const button = document.querySelector("[data-menu]");
const menu = button && document.getElementById(button.getAttribute("aria-controls"));

if (menu) {
  const show = (open) => {
    menu.toggleAttribute("data-closed", !open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.hidden = false;
  show(false);
  button.addEventListener("click", () => show(menu.hasAttribute("data-closed")));
}
