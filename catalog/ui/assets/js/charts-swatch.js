// The little drawing that stands for a series: line, dot or block, as in the chart.
const SPACE = "http://www.w3.org/2000/svg";

const SHAPES = {
  circle: "M3 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", diamond: "M7 1l5 5-5 5-5-5z", triangle: "M7 1l5 10H2z",
  rect: "M3 2h8v8H3z", roundRect: "M5 2h4q2 0 2 2v4q0 2-2 2H5q-2 0-2-2V4q0-2 2-2z", pin: "M7 11L3 5a4 4 0 1 1 8 0z",
};

export const swatchMarkup = ({ colour, dash, shape }) => {
  if (shape) return { d: SHAPES[shape], fill: colour };
  if (dash) return { d: "M0 6h14", stroke: colour, "stroke-width": 2.5, "stroke-dasharray": Array.isArray(dash) ? dash.map((part) => part / 2 + 0.5).join(" ") : "none" };
  return { d: "M2 1h10v10H2z", fill: colour };
};

export const swatch = (look) => {
  const drawing = document.createElementNS(SPACE, "svg");
  for (const [name, value] of Object.entries({ width: 14, height: 12, viewBox: "0 0 14 12", "aria-hidden": "true" })) {
    drawing.setAttribute(name, value);
  }
  const path = drawing.appendChild(document.createElementNS(SPACE, "path"));
  for (const [name, value] of Object.entries(swatchMarkup(look))) path.setAttribute(name, value);
  return drawing;
};
