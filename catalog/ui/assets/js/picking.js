// Boxes that pick rows for a comparison: the button of their form says how many, and waits for two.
const boxes = (button) => [...button.form.elements].filter(({ type }) => type === "checkbox");

const count = (button) => {
  const picked = boxes(button).filter(({ checked }) => checked).length;
  const said = button.querySelector(".count");
  said.textContent = picked ? `(${picked})` : "";
  said.hidden = !picked;
  button.disabled = picked < 2;
};

export const pickedRows = () => {
  const all = () => document.querySelectorAll("[data-picked]").forEach(count);
  all();
  document.addEventListener("change", (event) => { if (event.target.closest(".pick")) all(); });
  document.addEventListener("htmx:afterSettle", all);
};
