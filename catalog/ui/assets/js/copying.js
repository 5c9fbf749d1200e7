import { say } from "./saying.js";

// <button data-copy="text"> copies the text; without a value, the text of its .snippet's <pre>.
const textOf = (button) =>
  button.dataset.copy || button.closest(".snippet").querySelector("pre").innerText;

export const copyButtons = () => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(textOf(button));
      say("Copied");
    } catch {
      say("The browser does not allow copying here");
    }
  });
};
