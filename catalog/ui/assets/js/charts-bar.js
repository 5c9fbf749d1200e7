// Bars with their intervals, upright where names are short, else lying.
import { endsOf, grid, nameAxis, nameColumn, valueAxis } from "./charts-axes.js";
import { measured } from "./charts-numbers.js";
import { tip } from "./charts-tip.js";

const WIDTHS = { barGap: "15%", barCategoryGap: "35%", barMaxWidth: 36 };

export const legend = ({ series }, look) => series.map(({ name }, at) => ({ name, colour: look.series(at) }));

export const option = (chart, look, state) => {
  const shown = chart.series.map((one, at) => ({ one, at })).filter(({ at }) => !state.hidden.has(at));
  const values = valueAxis(chart.value, look, !chart.lying, {
    ends: endsOf(shown.flatMap(({ one }) => [...one.values, ...one.intervals.flatMap((pair) => pair ?? [])])),
    scale: !chart.fromZero,
    splitLine: { show: true, lineStyle: { color: look.line } },
  });
  return {
    grid: grid(look, { right: 16 }),
    xAxis: chart.lying ? values : nameAxis(chart.categories, look),
    yAxis: chart.lying ? nameColumn(chart.categories, look) : values,
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: look["line-strong"], opacity: 0.12 } },
      formatter: (points) => tipOf(chart, look, points),
    },
    series: [
      ...(chart.fromZero ? shown.map((each) => bars(each, look)) : []),
      ...shown.map((each) => intervals(chart, look, shown, each)),
    ],
  };
};

const bars = ({ one, at }, look) => ({
  type: "bar", id: `bar ${at}`, name: one.name, data: one.values, color: look.series(at),
  ...WIDTHS, emphasis: { itemStyle: { opacity: 1 } }, blur: { itemStyle: { opacity: 0.3 } },
});

// From low to high with a stroke across each end; and the value itself, where there is no bar.
const intervals = (chart, look, shown, { one, at }) => ({
  type: "custom", id: `interval ${at}`, name: one.name, z: 5, silent: true,
  data: one.values.map((value, place) => [place, value, ...(one.intervals[place] ?? [null, null])]),
  encode: chart.lying ? { x: [1, 2, 3], y: 0 } : { x: 0, y: [1, 2, 3] },
  renderItem: (_, api) => {
    const places = api.barLayout({ ...WIDTHS, count: shown.length });
    const { offsetCenter, width } = places[shown.findIndex((each) => each.at === at)];
    const pointOf = (value) => {
      const [x, y] = api.coord(chart.lying ? [value, api.value(0)] : [api.value(0), value]);
      return chart.lying ? [x, y + offsetCenter] : [x + offsetCenter, y];
    };
    const ends = [api.value(2), api.value(3)];
    const known = !ends.some(Number.isNaN);
    const colour = chart.fromZero ? look.text : look.series(at);
    const dot = !chart.fromZero && !Number.isNaN(api.value(1));
    return {
      type: "group",
      children: [
        ...(known ? whisker(...ends.map(pointOf), chart.lying, Math.min(5, width / 3), colour) : []),
        ...(dot ? [round(pointOf(api.value(1)), colour, look)] : []),
      ],
    };
  },
});

const whisker = (from, to, lying, half, stroke) => {
  const line = ([x1, y1], [x2, y2]) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1.5 } });
  const across = ([x, y]) => (lying ? line([x, y - half], [x, y + half]) : line([x - half, y], [x + half, y]));
  return [line(from, to), across(from), across(to)];
};

const round = ([cx, cy], fill, look) => ({
  type: "circle", shape: { cx, cy, r: 5 }, style: { fill, stroke: look.surface, lineWidth: 1 },
});

const tipOf = (chart, look, points) => {
  const rows = points.filter(({ seriesId }) => seriesId.startsWith("interval ")).map(({ seriesId, dataIndex }) => {
    const at = Number(seriesId.slice(9));
    const { name, values, intervals: pairs } = chart.series[at];
    const pair = pairs[dataIndex];
    const bare = { ...chart.value, unit: "" };
    const reach = pair ? ` (${measured(bare, pair[0])} to ${measured(bare, pair[1])})` : "";
    return [{ colour: look.series(at) }, name, measured(chart.value, values[dataIndex]) + reach];
  });
  return tip(chart.categories[points[0].dataIndex], rows);
};
