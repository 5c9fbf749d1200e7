// Cmd/Ctrl-K: go anywhere by name. The rows are the server's, from /palette?q=.
const PAUSE = 80;

const rows = (dialog) => [...dialog.querySelectorAll("a")];

const select = (dialog, at) => {
  const all = rows(dialog);
  const chosen = all[Math.max(0, Math.min(at, all.length - 1))];
  all.forEach((row) => row.setAttribute("aria-selected", String(row === chosen)));
  chosen?.scrollIntoView({ block: "nearest" });
  dialog.querySelector("input").setAttribute("aria-activedescendant", chosen?.id ?? "");
};

const selected = (dialog) => rows(dialog).findIndex((row) => row.ariaSelected === "true");

const fill = (dialog) => {
  let asked = 0;
  return async () => {
    const mine = ++asked;
    const query = new URLSearchParams({ q: dialog.querySelector("input").value });
    const answer = await fetch(`/palette?${query}`, { headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (mine !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    dialog.querySelector("ul").replaceChildren(...page.querySelectorAll("li"));
    select(dialog, 0);
  };
};

const keys = (dialog) => (event) => {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) select(dialog, selected(dialog) + moves[event.key]);
  else if (event.key === "Enter") rows(dialog)[selected(dialog)]?.click();
  else return;
  event.preventDefault();
};

export const palette = () => {
  const dialog = document.getElementById("palette");
  const input = dialog.querySelector("input");
  const refill = fill(dialog);
  let pause;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(refill, PAUSE);
  });
  input.addEventListener("keydown", keys(dialog));
  return () => {
    if (dialog.open) return dialog.close();
    input.value = "";
    dialog.showModal();
    refill();
  };
};
