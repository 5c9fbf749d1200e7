// Arrow keys walk through the links marked data-item; from the search box, down enters the list.
const items = () => [...document.querySelectorAll("main [data-item]")];

const step = (event) => {
  const list = items();
  const at = list.indexOf(document.activeElement);
  const inSearch = document.activeElement?.id === "q";
  if (at < 0 && !inSearch) return;
  if (inSearch && event.key === "ArrowUp") return;
  const to = event.key === "ArrowDown" ? at + 1 : at - 1;
  const next = to < 0 ? document.getElementById("q") : list[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
};

export const listKeys = () => {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
  });
};
