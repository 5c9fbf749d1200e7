// What stands beside the pointer: made of elements, as the content policy wants it.
import { figures } from "./charts-numbers.js";
import { swatch } from "./charts-swatch.js";

const element = (name, text, kind) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

// Rows are [drawing of the legend or null, name, value].
export const tip = (head, rows) => {
  const box = document.createElement("div");
  if (head) box.append(element("div", head, "at"));
  const list = box.appendChild(document.createElement("dl"));
  for (const [look, name, value] of rows) {
    const drawn = document.createElement("span");
    if (look) drawn.append(swatch(look));
    list.append(drawn, element("dt", name), element("dd", value));
  }
  return box;
};

export const unitOf = (unit) => (value) => (unit ? `${figures(value)} ${unit}` : figures(value));
