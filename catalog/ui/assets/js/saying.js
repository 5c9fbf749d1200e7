// A short message, shown for a moment and read out.
let gone;

export const say = (text) => {
  const place = document.getElementById("said");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(gone);
  gone = setTimeout(() => { place.hidden = true; }, 1800);
};
