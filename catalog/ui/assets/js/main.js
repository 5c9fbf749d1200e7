// Everything here is an extra: each page is complete, and every address true, without it.
import { copyButtons } from "./copying.js";
import { keyboard } from "./keyboard.js";
import { listKeys } from "./lists.js";
import { menus } from "./menus.js";
import { pickedRows } from "./picking.js";
import { pictures } from "./picture.js";
import { palette } from "./palette.js";
import { fitTables } from "./tables.js";
import { theme } from "./theme.js";

document.documentElement.classList.add("js");
theme();
copyButtons();
listKeys();
keyboard(palette());
menus();
pickedRows();
pictures();
fitTables();
document.addEventListener("htmx:afterSwap", fitTables);

// On a phone the filters stay as they were folded while results come and go.
const opened = document.documentElement.classList;
document.addEventListener(
  "toggle",
  (event) => event.target.id === "filters" && opened.toggle("filters-open", event.target.open),
  true,
);
document.addEventListener("htmx:afterSwap", () => {
  const filters = document.getElementById("filters");
  if (filters) filters.open = opened.contains("filters-open");
});

// A filter is applied when it is ticked; without script there is a button for it.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-apply]")) event.target.form.requestSubmit();
});
