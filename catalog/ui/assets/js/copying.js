import { say } from "./saying.js";

// <button data-copy="text"> copies the text; without a value, the text of its .snippet's <pre>.
// <a data-copy-from> copies what stands at its address; without script it leads there.
const textOf = (button) =>
  button.dataset.copy || button.closest(".snippet").querySelector("pre").innerText;

const fetched = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return new Blob([await answer.text()], { type: "text/plain" });
};

const copy = async (asked) => {
  if (!asked.matches("a")) return navigator.clipboard.writeText(textOf(asked));
  // The text may come later: the permission to copy is that of the press.
  const item = new ClipboardItem({ "text/plain": fetched(asked.href) });
  return navigator.clipboard.write([item]);
};

export const copyButtons = () => {
  document.addEventListener("click", async (event) => {
    const asked = event.target.closest("[data-copy], [data-copy-from]");
    if (!asked) return;
    if (asked.matches("a")) event.preventDefault();
    try {
      await copy(asked);
      say("Copied");
    } catch {
      say("The browser does not allow copying here");
    }
  });
};
