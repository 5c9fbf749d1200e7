// Parts of axes that a reader picks. They go into the address of the page, and what stands in its
// #narrowed is asked for again.
import { rectangle } from "./charts-engine.js";

const LEAST = 6;
const PAUSE = 250;

// As catalog/ui/compare_picks.py reads them.
const written = ({ key, low, high, texts }) => (texts ? `${key}:${texts.join("|")}` : `${key}:${low}..${high}`);
const keyOf = (pick) => pick.slice(0, pick.lastIndexOf(":"));

export const pickedIn = (address) => new URL(address, location.href).searchParams.getAll("pick")
  .map((pick) => ({ key: keyOf(pick), asked: pick.slice(keyOf(pick).length + 1) }));

// `keys` are those of the axes that were looked at: what is no longer picked of them goes.
const narrow = (keys, picks) => {
  const address = new URL(location.href);
  const kept = address.searchParams.getAll("pick").filter((pick) => !keys.includes(keyOf(pick)));
  address.searchParams.delete("pick");
  address.searchParams.delete("cursor");
  for (const pick of [...kept, ...picks.map(written)]) address.searchParams.append("pick", pick);
  if (address.href === location.href) return;
  history.replaceState(history.state, "", address);
  window.htmx?.ajax("GET", address.href, { target: "#narrowed", select: "#narrowed", swap: "outerHTML" });
};

let pause;
export const pickSoon = (keys, picks) => {
  clearTimeout(pause);
  pause = setTimeout(() => narrow(keys, picks()), PAUSE);
};

// Drag a rectangle with a mouse; `done` is given the pixels of its corners.
export const dragPick = (drawn, look, done) => {
  const surface = drawn.getZr();
  let from = null;
  let mark = null;
  const over = () => {
    if (mark) surface.remove(mark);
    from = mark = null;
  };
  surface.on("mousedown", (event) => {
    if (drawn.containPixel("grid", [event.offsetX, event.offsetY]) && event.which === 1) from = [event.offsetX, event.offsetY];
  });
  surface.on("mousemove", (event) => {
    if (!from || Math.hypot(event.offsetX - from[0], event.offsetY - from[1]) < LEAST) return;
    const [x, y] = [Math.min(from[0], event.offsetX), Math.min(from[1], event.offsetY)];
    const shape = { x, y, width: Math.abs(event.offsetX - from[0]), height: Math.abs(event.offsetY - from[1]) };
    if (mark) mark.attr({ shape });
    else surface.add(mark = rectangle(shape, { fill: look().accent, opacity: 0.15 }));
  });
  surface.on("mouseup", (event) => {
    const ends = mark && [from, [event.offsetX, event.offsetY]];
    over();
    if (ends) done(ends);
  });
  surface.on("globalout", over);
};
