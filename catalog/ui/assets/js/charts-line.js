// Lines with bands of uncertainty and marks; a part of the x axis can be looked at closely.
import { endsOf, grid, valueAxis } from "./charts-axes.js";
import { drawn, tipOf } from "./charts-line-tip.js";
import { seeThrough } from "./charts-look.js";

const FEW = 40;
const MANY = 400;

export const zoomable = true;

export const legend = ({ series }, look) =>
  series.map((one, at) => ({ name: one.name, ...drawn(one, at, look) }));

export const option = (chart, look, state) => {
  const shown = chart.series.map((one, at) => ({ one, at })).filter(({ at }) => !state.hidden.has(at));
  return {
    grid: grid(look),
    xAxis: valueAxis(chart.x, look, false, across(shown, state.zoom)),
    yAxis: valueAxis(chart.y, look, true, upward(chart, shown, state.zoom)),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: look["line-strong"] } },
      formatter: (points) => tipOf(chart, look, state, points),
    },
    series: [
      ...shown.filter(({ one }) => one.band.length).map((each) => band(each, look)),
      ...shown.map((each) => line(each, look)),
      ...(chart.marks.length ? [marks(chart, look)] : []),
    ],
  };
};

const line = ({ one, at }, look) => {
  const { colour, dash } = drawn(one, at, look);
  const missing = (index) => (one.points[index]?.[1] ?? null) === null;
  const alone = (index) => missing(index - 1) && missing(index + 1);
  const few = one.points.length <= FEW && !one.quiet;
  const width = one.quiet ? 1 : one.points.length > MANY ? 1.5 : 2;
  return {
    type: "line", id: `line ${at}`, name: one.name, data: one.points, z: one.quiet ? 2 : 3,
    color: colour, symbolSize: few ? 5 : 4, showAllSymbol: true,
    symbol: (_, { dataIndex }) => (few || alone(dataIndex) ? "circle" : "none"),
    lineStyle: { color: colour, type: dash, width, join: "round" },
    cursor: one.links.length ? "pointer" : "default",
    emphasis: { lineStyle: { width: width + 1 } },
    blur: { lineStyle: { opacity: 0.25 } },
  };
};

// The stretches of a band between gaps, each drawn once, forth on top and back below.
const band = ({ one, at }, look) => {
  const data = one.points.map(([x], index) => [x, ...(one.band[index] ?? [null, null])]);
  return {
    type: "custom", id: `band ${at}`, name: one.name, data, silent: true, clip: true, z: 1,
    encode: { x: 0, y: [1, 2] }, tooltip: { show: false },
    renderItem: ({ dataIndexInside }, api) => {
      if (dataIndexInside > 0) return null;
      const style = { fill: seeThrough(drawn(one, at, look).colour, 0.16) };
      const children = stretches(data).map((part) => ({
        type: "polygon", style,
        shape: { points: [...part.map(([x, , high]) => api.coord([x, high])), ...part.reverse().map(([x, low]) => api.coord([x, low]))] },
      }));
      return { type: "group", children };
    },
  };
};

const stretches = (data) => {
  const parts = [[]];
  for (const each of data) {
    if (each[1] === null || each[2] === null) parts.push([]);
    else parts.at(-1).push(each);
  }
  return parts.filter((part) => part.length > 1);
};

export const linkOf = ({ series }, { componentType, seriesId, dataIndex }) =>
  (componentType === "series" && seriesId?.startsWith("line ") ? series[Number(seriesId.slice(5))].links[dataIndex] : "");

// A label is left out where the one before it stands: the table has them all.
const marks = ({ marks: all }, look) => ({
  type: "custom", id: "marks", data: all.map(({ x }) => [x]), silent: true, clip: false, z: 2,
  encode: { x: 0, y: [] }, tooltip: { show: false },
  renderItem: ({ context, coordSys, dataIndex }, api) => {
    const x = api.coord([api.value(0), 1])[0];
    const end = coordSys.x + coordSys.width;
    if (!(x >= coordSys.x && x <= end)) return null;
    const { label } = all[dataIndex];
    const width = Math.min(140, 7 * label.length);
    const free = !(context.taken > x);
    if (free) context.taken = x + width + 8;
    const left = x + width > end;
    const text = { text: label, x: left ? x - 4 : x + 4, y: coordSys.y + 2, align: left ? "right" : "left", verticalAlign: "top", fill: look.muted, backgroundColor: look.surface, padding: [1, 3], font: `11px ${look.font}`, width: 140, overflow: "truncate" };
    return {
      type: "group",
      children: [
        { type: "line", shape: { x1: x, x2: x, y1: coordSys.y, y2: coordSys.y + coordSys.height }, style: { stroke: look["line-strong"], lineDash: [3, 3], lineWidth: 1 } },
        ...(free ? [{ type: "text", style: text }] : []),
      ],
    };
  },
});

const across = (shown, zoom) => {
  if (zoom) return { min: zoom[0], max: zoom[1], bounded: true };
  return { ends: endsOf(shown.flatMap(({ one }) => one.points.map(([x]) => x))), bounded: true };
};

// How high the values reach; of a part of the x axis, those that are there, with a little air.
const upward = ({ y }, shown, zoom) => {
  const [from, to] = zoom ?? [-Infinity, Infinity];
  const ends = endsOf(shown.flatMap(({ one }) => one.points.flatMap(([x, value], at) =>
    (x >= from && x <= to ? [value, ...(one.band[at] ?? [])] : []))));
  if (!ends || !zoom || y.scale === "log") return { ends };
  const air = (ends[1] - ends[0] || Math.abs(ends[1]) || 1) * 0.05;
  return { min: ends[0] - air, max: ends[1] + air };
};
