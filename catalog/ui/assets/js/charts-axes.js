// Axes and the room they need.
import { brief } from "./charts-numbers.js";

const TYPES = { linear: "value", log: "log", time: "time" };
const MOMENTS = {
  year: "{yyyy}", month: "{MMM} {yyyy}", day: "{d} {MMM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}",
  second: "{HH}:{mm}:{ss}", millisecond: "{ss}.{SSS}", none: "{HH}:{mm}",
};

const titled = (axis) => (axis.unit ? `${axis.label} (${axis.unit})`.trim() : axis.label);

const frame = (look) => ({
  axisLine: { show: true, lineStyle: { color: look["line-strong"] } },
  axisTick: { show: false },
  splitLine: { show: false },
  nameTextStyle: { color: look.muted, fontSize: 12 },
});

export const grid = (look, { top = 8, right = 12 } = {}) => ({
  left: 2, right, top, bottom: 2, outerBoundsMode: "same", outerBoundsContain: "all",
});

// An axis of values; `upright` for the one on the left, whose name stands above it. `ends` are the
// least and greatest value, where the axis depends on them; it goes no further if `bounded`.
export const valueAxis = (axis, look, upright, { ends, bounded, ...more } = {}) => {
  const low = axis.low ?? ends?.[0];
  const high = axis.high ?? ends?.[1];
  const steps = axis.scale === "log" && low > 0 && high > 0 ? logSteps(low, high) : null;
  const marked = steps ? { customValues: steps } : {};
  return {
    ...frame(look),
    type: TYPES[axis.scale],
    min: steps?.[0] ?? (bounded ? low : axis.low) ?? undefined,
    max: steps?.at(-1) ?? (bounded ? high : axis.high) ?? undefined,
    scale: true,
    name: titled(axis),
    ...(upright ? above(look) : { nameLocation: "middle", nameGap: 26 }),
    axisLine: { show: !upright, onZero: false, lineStyle: { color: look["line-strong"] } },
    axisTick: { show: false, ...marked },
    splitLine: { show: upright, lineStyle: { color: look.line } },
    axisLabel: {
      color: look.muted, fontSize: 12, hideOverlap: true, ...marked,
      ...(bounded && axis.scale !== "time" ? { alignMinLabel: "left", alignMaxLabel: "right" } : {}),
      formatter: axis.scale === "time" ? MOMENTS : brief,
    },
    ...more,
  };
};

const above = (look) => ({
  nameLocation: "end", nameGap: 10, nameMoveOverlap: false,
  nameTextStyle: { color: look.muted, fontSize: 12, align: "left", padding: [0, 0, 0, -4] },
});

// Where a log axis begins, is marked and ends: at 1, 2 and 5 over few decades, else at decades.
const logSteps = (low, high) => {
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first;
  const every = Math.ceil(decades / 8);
  const parts = decades <= 3 ? [1, 2, 5] : [1];
  const all = Array.from({ length: decades + every + 1 }, (_, at) => first + at)
    .filter((decade) => (decade - first) % every === 0)
    .flatMap((decade) => parts.map((part) => Number(`${part}e${decade}`)));
  return all.slice(all.findLastIndex((step) => step <= low), all.findIndex((step) => step >= high) + 1);
};

// The least and the greatest of some values, null left out; undefined where there are none.
export const endsOf = (values) => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
};

export const nameAxis = (names, look, more = {}) => ({
  ...frame(look),
  type: "category",
  data: names,
  axisLabel: { color: look.muted, fontSize: 12, hideOverlap: true },
  ...more,
});

// Names one below another, the first on top, shortened where they would leave no room.
export const nameColumn = (names, look, more = {}) => nameAxis(names, look, {
  inverse: true,
  axisLabel: {
    color: look.muted, fontSize: 12,
    width: look.narrow ? 120 : 240, overflow: "truncate", interval: names.length > 40 ? "auto" : 0,
  },
  ...more,
});
