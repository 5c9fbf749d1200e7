// Drag across a chart with a mouse to look at a part of it; a double click shows all again.
import { rectangle } from "./charts-engine.js";

const LEAST = 8;

export const dragZoom = (drawn, look, zoomTo) => {
  const surface = drawn.getZr();
  let from = null;
  let mark = null;
  const done = () => {
    if (mark) surface.remove(mark);
    from = mark = null;
  };
  surface.on("mousedown", (event) => {
    const inside = drawn.containPixel("grid", [event.offsetX, event.offsetY]);
    if (inside && !event.zrByTouch && !event.event.zrByTouch && event.which === 1) from = event.offsetX;
  });
  surface.on("mousemove", (event) => {
    if (from === null || Math.abs(event.offsetX - from) < LEAST) return;
    const shape = { x: Math.min(from, event.offsetX), y: 0, width: Math.abs(event.offsetX - from), height: drawn.getHeight() };
    if (mark) mark.attr({ shape });
    else surface.add(mark = rectangle(shape, { fill: look().accent, opacity: 0.15 }));
  });
  surface.on("mouseup", (event) => {
    const ends = mark && [from, event.offsetX].map((x) => drawn.convertFromPixel({ xAxisIndex: 0 }, x));
    done();
    if (ends) zoomTo(ends.sort((a, b) => a - b));
  });
  surface.on("globalout", done);
  surface.on("dblclick", () => zoomTo(null));
};
