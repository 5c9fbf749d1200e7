// One chart on the page: drawn, drawn again when its look or size changes, and taken away.
import * as bar from "./charts-bar.js";
import * as box from "./charts-box.js";
import { start } from "./charts-engine.js";
import * as heat from "./charts-heat.js";
import * as histogram from "./charts-histogram.js";
import { legendList } from "./charts-legend.js";
import * as line from "./charts-line.js";
import { common, lookOf } from "./charts-look.js";
import * as parallel from "./charts-parallel.js";
import { dragPick, pickSoon } from "./charts-pick.js";
import { asSvg } from "./charts-save.js";
import * as scatter from "./charts-scatter.js";
import { dragZoom } from "./charts-zoom.js";
import { asPng, save } from "./saving.js";

const KINDS = { bar, box, heat, histogram, line, parallel, scatter };

class Figure {
  constructor(place) {
    this.place = place;
    this.plot = place.querySelector(".plot");
    this.caption = place.querySelector("figcaption").textContent;
    this.data = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
    this.kind = KINDS[this.data.kind];
    this.state = { hidden: new Set(), zoom: null };
    this.drawn = null;
  }

  draw() {
    this.look = lookOf(this.plot);
    const height = this.kind.heightOf?.(this.data, this.look);
    this.plot.style.height = height ? `${height}px` : "";
    if (!this.drawn) this.begin();
    const said = this.kind.option(this.data, this.look, this.state);
    const shared = common(this.look);
    this.drawn.setOption({ ...shared, ...said, tooltip: { ...shared.tooltip, ...said.tooltip } }, { notMerge: true });
    this.button("whole").hidden = !this.state.zoom;
    this.say("");
    this.showLegend();
    this.kind.restore?.(this.data, this.drawn);
  }

  begin() {
    this.drawn = start(this.plot);
    this.size = new ResizeObserver(() => this.resize());
    this.size.observe(this.plot);
    this.listen();
    this.place.querySelector(".chart-tools").hidden = false;
  }

  listen() {
    const { data, drawn, kind } = this;
    if (kind.zoomable) dragZoom(drawn, () => this.look, (zoom) => this.zoomTo(zoom));
    if (kind.linkOf) drawn.on("click", (event) => { const link = kind.linkOf(data, event); if (link) location.assign(link); });
    if (kind.picked) drawn.on("axisareaselected", () => this.picked());
    const keys = kind.dragged?.keys(data) ?? [];
    if (keys.length) dragPick(drawn, () => this.look, (ends) => pickSoon(keys, () => kind.dragged.picks(data, drawn, ends)));
    this.button("whole").addEventListener("click", () => this.zoomTo(null));
    this.button("svg").addEventListener("click", () => save(new Blob([this.svg()], { type: "image/svg+xml" }), this.caption, "svg"));
    this.button("png").addEventListener("click", async () => save(await asPng(this.svg()), this.caption, "png"));
  }

  // Of parallel axes: said beside the chart, and what the page shows below is narrowed.
  picked() {
    this.say(this.kind.picked(this.data, this.drawn));
    const keys = this.data.axes.map(({ key }) => key).filter(Boolean);
    if (keys.length) pickSoon(keys, () => this.kind.picks(this.data, this.drawn));
  }

  svg() {
    const entries = this.kind.legend(this.data, this.look);
    const shown = entries.length > 1 ? entries.filter((_, at) => !this.state.hidden.has(at)) : [];
    return asSvg(this.drawn, this.caption, shown, this.look);
  }

  button(name) {
    return this.place.querySelector(`[data-chart="${name}"]`);
  }

  zoomTo(zoom) {
    if (zoom === this.state.zoom) return;
    this.state.zoom = zoom;
    this.draw();
  }

  say(text) {
    const place = this.place.querySelector(".chart-said");
    place.textContent = text;
    place.hidden = !text;
  }

  // Kept as it is while it has the focus: only colours can have changed.
  showLegend() {
    const entries = this.kind.legend(this.data, this.look);
    const old = this.place.querySelector(".legend");
    if (entries.length < 2 || old?.contains(document.activeElement)) return;
    const list = legendList(entries, this.state, {
      toggled: () => this.draw(),
      pointed: (seriesName, on) => this.drawn.dispatchAction({ type: on ? "highlight" : "downplay", seriesName }),
    });
    if (old) old.replaceWith(list);
    else this.plot.before(list);
  }

  resize() {
    this.drawn.resize();
    if (this.look.width !== this.plot.clientWidth) this.draw();
  }
}

// The chart of a figure; its table is folded from now on.
export const prepared = (place) => {
  const figure = new Figure(place);
  place.querySelector(".chart-data").open = false;
  place.classList.add("settled");
  return figure;
};

// Whether the page no longer has it; then it is let go.
export const leftBehind = ({ place, drawn, size }) => {
  if (place.isConnected) return false;
  size?.disconnect();
  drawn?.dispose();
  return true;
};
