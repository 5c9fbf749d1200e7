// A button for each series: pressed is shown, not pressed is hidden.
import { swatch } from "./charts-swatch.js";

export const legendList = (entries, state, { toggled, pointed }) => {
  const list = document.createElement("ul");
  list.className = "legend";
  entries.forEach((entry, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(!state.hidden.has(at)));
    const name = document.createElement("span");
    name.textContent = entry.name;
    button.append(swatch(entry), name);
    button.addEventListener("click", () => {
      if (!state.hidden.delete(at)) state.hidden.add(at);
      button.setAttribute("aria-pressed", String(!state.hidden.has(at)));
      toggled();
    });
    for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
      button.addEventListener(event, () => pointed(entry.name, on));
    }
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  });
  return list;
};
