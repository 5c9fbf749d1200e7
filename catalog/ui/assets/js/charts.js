// The script of pages with a chart, a bundle of its own. Each figure holds its data as JSON; what
// becomes of them is said by one module for each kind.
import { leftBehind, prepared } from "./charts-figure.js";

const figures = new Set();

const draw = (figure) => { if (!figure.drawn) figure.draw(); };

// A chart far below is drawn when the reader comes near it.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    for (const figure of figures) if (figure.place === target) draw(figure);
  }
}, { rootMargin: "600px" });

const find = () => {
  for (const figure of figures) {
    if (leftBehind(figure)) figures.delete(figure);
  }
  for (const place of document.querySelectorAll("figure.chart:not(.settled)")) {
    figures.add(prepared(place));
    near.observe(place);
  }
};

const again = () => figures.forEach((figure) => figure.drawn && figure.draw());

find();
document.addEventListener("htmx:afterSettle", find);
new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
for (const wish of ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"]) {
  matchMedia(wish).addEventListener("change", again);
}
addEventListener("beforeprint", () => figures.forEach(draw));
