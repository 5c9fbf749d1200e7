// Bins of any width, see-through so that one distribution shows behind another.
import { endsOf, grid, valueAxis } from "./charts-axes.js";
import { seeThrough } from "./charts-look.js";
import { measured } from "./charts-numbers.js";
import { tip } from "./charts-tip.js";

const lineOf = (at, look) => ({ colour: look.series(at), dash: look.dash(at) });

export const legend = ({ groups }, look) => groups.map(({ name }, at) => ({ name, ...lineOf(at, look) }));

export const option = (chart, look, state) => ({
  grid: grid(look),
  xAxis: valueAxis(chart.x, look, false, { ends: endsOf(chart.groups.flatMap(({ bins: all }) => all.flatMap(([low, high]) => [low, high]))), bounded: true }),
  yAxis: valueAxis(chart.y, look, true, { min: 0 }),
  tooltip: { trigger: "item", formatter: ({ value }) => tipOf(chart, look, state, value) },
  series: chart.groups.map((group, at) => ({ group, at })).filter(({ at }) => !state.hidden.has(at)).map((each) => bins(each, look)),
});

const bins = ({ group, at }, look) => ({
  type: "custom", id: `${at}`, name: group.name, data: group.bins, clip: true,
  encode: { x: [0, 1], y: 2 },
  renderItem: (_, api) => {
    const [left, top] = api.coord([api.value(0), api.value(2)]);
    const [right, bottom] = api.coord([api.value(1), 0]);
    const dash = look.dash(at);
    return {
      type: "rect",
      shape: { x: left, y: top, width: right - left, height: bottom - top },
      style: { fill: seeThrough(look.series(at), 0.25), stroke: look.series(at), lineWidth: 1.5, lineDash: Array.isArray(dash) ? dash.map((part) => part / 2) : null },
      emphasis: { style: { fill: seeThrough(look.series(at), 0.5) } },
    };
  },
});

// What all groups have where the pointer is.
const tipOf = (chart, look, state, [from, to]) => {
  const middle = (from + to) / 2;
  const rows = chart.groups.flatMap(({ name, bins: all }, at) => {
    const bin = all.find(([low, high]) => low <= middle && middle < high);
    return state.hidden.has(at) ? [] : [[lineOf(at, look), name, measured(chart.y, bin ? bin[2] : 0)]];
  });
  return tip(`${chart.x.label || "x"} ${measured({ ...chart.x, unit: "" }, from)} to ${measured(chart.x, to)}`, rows);
};
