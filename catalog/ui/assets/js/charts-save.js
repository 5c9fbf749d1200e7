// A chart as a file of its own: with its caption, its legend and the ground it stands on.
import { swatchMarkup } from "./charts-swatch.js";

const MARGIN = 16;
const LINE = 20;

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const tag = (name, attributes, content = "") => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join("")}>${content}</${name}>`;
};

const text = (said, x, y, look, more = {}) =>
  tag("text", { x, y, fill: look.text, "font-family": look.font, "font-size": 12, ...more }, escaped(said));

// Entries in lines as long as the drawing is wide; widths are near enough for 12 px letters.
const legendLines = (entries, width, look) => {
  let [x, y] = [MARGIN, MARGIN + 2 * LINE];
  const parts = entries.map((entry) => {
    const wide = 26 + 7 * entry.name.length + 12;
    if (x > MARGIN && x + wide > width) [x, y] = [MARGIN, y + LINE];
    const drawn = tag("g", { transform: `translate(${x} ${y - 10})` }, tag("path", swatchMarkup(entry)))
      + text(entry.name, x + 20, y, look);
    x += wide;
    return drawn;
  });
  return { markup: parts.join(""), bottom: parts.length ? y + 8 : MARGIN + LINE + 4 };
};

export const asSvg = (drawn, caption, entries, look) => {
  const [width, height] = [drawn.getWidth() + 2 * MARGIN, drawn.getHeight()];
  const legend = legendLines(entries, width - MARGIN, look);
  const whole = legend.bottom + height + MARGIN;
  const title = text(caption, MARGIN, MARGIN + 12, look, { "font-size": 14, "font-weight": 600 });
  const plot = tag("g", { transform: `translate(${MARGIN} ${legend.bottom})` }, drawn.renderToSVGString());
  const ground = tag("rect", { width, height: whole, fill: look.surface });
  const frame = { xmlns: "http://www.w3.org/2000/svg", width, height: whole, viewBox: `0 0 ${width} ${whole}` };
  return tag("svg", frame, ground + title + legend.markup + plot);
};
