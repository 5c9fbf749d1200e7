// A grid of numbers, stronger in colour the larger they are.
import { grid, nameAxis, nameColumn } from "./charts-axes.js";
import { mixed, readable } from "./charts-look.js";
import { brief, signed } from "./charts-numbers.js";
import { tip, unitOf } from "./charts-tip.js";

const WRITTEN = 15;

export const legend = () => [];

export const option = (chart, look) => {
  const named = (name) => ({ name, nameLocation: "middle", nameGap: 8, nameTextStyle: { color: look.muted, fontSize: 12 } });
  const bare = { axisLine: { show: false }, splitArea: { show: false } };
  const written = chart.columns.length <= (look.narrow ? 6 : WRITTEN) && chart.rows.length <= WRITTEN;
  return {
    grid: grid(look, { top: 2, right: 2 }),
    xAxis: nameAxis(chart.columns, look, { position: "top", ...named(chart.columnLabel), ...bare }),
    yAxis: nameColumn(chart.rows, look, { ...named(chart.rowLabel), ...bare }),
    tooltip: { trigger: "item", formatter: ({ value }) => tipOf(chart, value) },
    series: [{
      type: "heatmap", data: cells(chart, look), label: { show: written, fontSize: 12 },
      itemStyle: { borderColor: look.surface, borderWidth: 2, borderRadius: 3 },
      emphasis: { itemStyle: { borderColor: look.text, borderWidth: 1 } },
    }],
  };
};

const sum = (values) => values.reduce((total, value) => total + (value ?? 0), 0);

// How strong a number is, from 0 to 1: its share of the row, or how far it lies from the least.
const strengths = ({ values, byRow }) => {
  if (byRow) return values.map((row) => row.map((value) => (value ?? 0) / (sum(row) || 1)));
  const known = values.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(0, ...known), Math.max(...known)];
  return values.map((row) => row.map((value) => ((value ?? low) - low) / (high - low || 1)));
};

// Differences are blue above zero and orange below.
const diverging = ({ values }, look) => {
  const most = Math.max(...values.flat().map((value) => Math.abs(value ?? 0))) || 1;
  return values.map((row) => row.map((value) => mixed(look.sunken, look.series(value > 0 ? 0 : 1), Math.abs(value ?? 0) / most)));
};

const colours = (chart, look) => (chart.diverging
  ? diverging(chart, look)
  : strengths(chart).map((row) => row.map((share) => mixed(look.sunken, look.accent, share))));

const cells = (chart, look) => {
  const filled = colours(chart, look);
  return chart.values.flatMap((row, y) => row.map((value, x) => {
    const color = filled[y][x];
    const text = readable(color, look.text, look[chart.diverging ? "surface" : "on-accent"]);
    return { value: [x, y, value ?? "-"], itemStyle: { color }, label: { color: text, formatter: () => (chart.diverging ? signed : brief)(value) } };
  }));
};

const tipOf = (chart, [x, y, value]) => {
  const number = value === "-" ? null : value;
  const total = sum(chart.values[y]);
  const share = chart.byRow && total ? [[null, "Share of the row", `${((100 * (number ?? 0)) / total).toFixed(1)} %`]] : [];
  const head = `${chart.rowLabel} ${chart.rows[y]}, ${chart.columnLabel} ${chart.columns[x]}`;
  return tip(head, [[null, chart.diverging ? "Difference" : "Value", unitOf(chart.unit)(number)], ...share]);
};
