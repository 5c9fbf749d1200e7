// <details data-menu>: a press elsewhere or Escape closes it, as menus do.
const open = () => [...document.querySelectorAll("details[data-menu][open]")];

export const menus = () => {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
};
