// <button data-picture="/address.svg"> saves the picture there as PNG.
import { asPng, save } from "./saving.js";
import { say } from "./saying.js";

const png = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return asPng(await answer.text());
};

export const pictures = () => {
  document.addEventListener("click", async (event) => {
    const asked = event.target.closest("[data-picture]");
    if (!asked) return;
    try {
      save(await png(asked.dataset.picture), "comparison", "png");
    } catch {
      say("The picture can't be made here");
    }
  });
};
