// <table data-sort>: a click on a head sorts its rows by the text, or by the cell's data-value.
const valueOf = (row, at) => {
  const cell = row.cells[at];
  const raw = cell.dataset.value ?? cell.innerText.trim();
  const number = raw === "" ? NaN : Number(raw);
  return Number.isNaN(number) ? raw.toLowerCase() : number;
};

const compare = (a, b) => {
  if (typeof a === typeof b) return a < b ? -1 : Number(a > b);
  return typeof a === "number" ? -1 : 1;
};

const sortBy = (table, head) => {
  const at = head.cellIndex;
  const ascending = head.ariaSort !== "ascending";
  const sign = ascending ? 1 : -1;
  // Rows with details below them are a body each, and move as one.
  const bodies = [...table.tBodies];
  const one = bodies.length === 1;
  const cellsOf = (part) => valueOf(one ? part : part.rows[0], at);
  const sorted = (one ? [...bodies[0].rows] : bodies).sort((a, b) => sign * compare(cellsOf(a), cellsOf(b)));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  (one ? bodies[0] : table).append(...sorted);
};

const enable = (table) => {
  table.removeAttribute("data-sort");
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sortBy(table, head));
    head.replaceChildren(button);
  }
};

export const sortableTables = (root) => {
  if (!root.isConnected && root !== document) return;
  root.querySelectorAll("table[data-sort]").forEach(enable);
};
