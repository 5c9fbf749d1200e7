// An axis for each number, a line for each thing; drag along an axis to pick a part of it.
import { mixed } from "./charts-look.js";
import { brief } from "./charts-numbers.js";
import { pickedIn } from "./charts-pick.js";
import { tip, unitOf } from "./charts-tip.js";

export const legend = () => [];

// On a narrow page the axes lie one below another.
export const heightOf = ({ axes }, look) => (look.narrow ? 64 * axes.length + 24 : 0);

export const option = (chart, look) => ({
  parallel: look.narrow
    ? { layout: "vertical", left: 24, right: 20, top: 32, bottom: 28 }
    : { left: 48, right: 64, top: 48, bottom: 12 },
  parallelAxis: chart.axes.map((axis, at) => parallelAxis(axis, at, look)),
  tooltip: { trigger: "item", formatter: ({ dataIndex }) => tipOf(chart, chart.lines[dataIndex]) },
  series: [{
    type: "parallel", id: "lines", smooth: 0, inactiveOpacity: 0.06, activeOpacity: 1,
    data: chart.lines.map((line) => ({ name: line.name, value: line.values.map((value) => value ?? "-"), lineStyle: strokeOf(chart, line, look) })),
    lineStyle: { width: 1.5, opacity: 0.75 },
    emphasis: { lineStyle: { width: 3, opacity: 1 } },
  }],
});

const BETTER = { higher: "higher is better", lower: "lower is better" };

const parallelAxis = (axis, at, look) => {
  const turned = axis.better === "lower";
  return {
    dim: at, type: axis.names ? "category" : axis.log ? "log" : "value", data: axis.names ?? undefined,
    inverse: turned, scale: true,
    ...nameOf(axis, turned, look),
    axisLine: { lineStyle: { color: look["line-strong"] } },
    axisTick: { show: false },
    axisLabel: { color: look.text, fontSize: 11, hideOverlap: true, ...halo(look), ...(axis.names ? { width: 90, overflow: "truncate" } : { formatter: brief }) },
    areaSelectStyle: { width: 18, color: look.accent, borderColor: look.accent, opacity: 0.25 },
  };
};

// Above the axis; on a narrow page at its left end, in one line.
const nameOf = (axis, turned, look) => {
  const name = plain(axis.unit ? `${axis.name} (${axis.unit})` : axis.name);
  const better = axis.better ? `${look.narrow ? ", " : "\n"}{better|${BETTER[axis.better]}}` : "";
  return {
    name: `{name|${name}}${better}`,
    nameLocation: turned === look.narrow ? "end" : "start",
    nameGap: look.narrow ? 0 : 14,
    nameTextStyle: {
      ...(look.narrow ? { align: "left", padding: [0, 0, 24, 0] } : {}),
      color: look.muted,
      rich: {
        name: { color: look.text, fontSize: 12, fontWeight: 500, ...halo(look) },
        better: { color: look.muted, fontSize: 11, lineHeight: 16, ...halo(look) },
      },
    },
  };
};

// Text over lines is read on a rim of the ground.
const halo = (look) => ({ textBorderColor: look.surface, textBorderWidth: 3 });

const plain = (text) => text.replace(/[{}|]/g, " ");

// From pale to strong as the last axis of numbers goes to its better end.
const strokeOf = (chart, line, look) => {
  if (line.highlighted) return { color: look.series(1), width: 3, opacity: 1 };
  const at = chart.axes.findLastIndex((axis) => !axis.names);
  const share = at < 0 ? 1 : shareOf(chart, at, line.values[at]);
  return { color: share === null ? look.muted : mixed(look["line-strong"], look.accent, share) };
};

const shareOf = (chart, at, value) => {
  if (value === null) return null;
  const { better, log } = chart.axes[at];
  const scaled = (number) => (log ? Math.log(number) : number);
  const known = chart.lines.map(({ values }) => values[at]).filter((each) => each !== null).map(scaled);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const share = (scaled(value) - low) / (high - low || 1);
  return better === "lower" ? 1 - share : share;
};

const tipOf = ({ axes }, line) => tip(line.name, axes.map((axis, at) => {
  const value = line.values[at];
  return [null, axis.name, typeof value === "string" ? value : unitOf(axis.unit)(value)];
}));

export const linkOf = (chart, { dataIndex }) => chart.lines[dataIndex].link;

// How many lines go through all picked parts; "" while nothing is picked.
export const picked = (chart, drawn) => {
  const lines = drawn.getModel().getSeriesByIndex(0);
  const [through, past] = ["active", "inactive"].map((state) => lines.getRawIndicesByActiveState(state).length);
  return through + past ? `${through} of ${through + past} go through what you picked. Click an axis to undo.` : "";
};

const parts = (drawn, at) => drawn.getModel().getComponent("parallelAxis", at).activeIntervals;

// Of each axis with a key, the part that is picked (of several, from the first to the last).
export const picks = (chart, drawn) => chart.axes.flatMap(({ key, names }, at) => {
  const ends = key ? parts(drawn, at).flat() : [];
  if (!ends.length) return [];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (!names) return [{ key, low: Number(low.toPrecision(6)), high: Number(high.toPrecision(6)) }];
  const texts = names.filter((_, place) => place >= low && place <= high);
  return texts.length ? [{ key, texts }] : [];
});

// What the address says is picked is picked again, as often as the chart is drawn anew.
export const restore = (chart, drawn) => {
  for (const { key, asked } of pickedIn(location.href)) {
    const at = chart.axes.findIndex((axis) => axis.key && axis.key === key);
    const interval = at < 0 ? null : intervalOf(chart.axes[at], asked);
    if (interval) drawn.dispatchAction({ type: "axisAreaSelect", parallelAxisIndex: at, intervals: [interval] });
  }
};

const intervalOf = ({ names }, asked) => {
  if (names) {
    const places = asked.split("|").map((text) => names.indexOf(text)).filter((place) => place >= 0);
    return places.length ? [Math.min(...places) - 0.4, Math.max(...places) + 0.4] : null;
  }
  const [low, high] = asked.split("..");
  return low && high ? [Number(low), Number(high)] : null;
};
