// Dots, a shape and a colour for each group; a click opens what a dot stands for.
import { endsOf, grid, valueAxis } from "./charts-axes.js";
import { measured } from "./charts-numbers.js";
import { tip } from "./charts-tip.js";

const drawn = (at, look) => ({ colour: look.series(at), shape: look.shape(at) });

export const legend = ({ groups }, look) => groups.map(({ name }, at) => ({ name, ...drawn(at, look) }));

export const option = (chart, look, state) => ({
  grid: grid(look),
  xAxis: valueAxis(chart.x, look, false, { ends: endsAt(chart, 0), splitLine: { show: true, lineStyle: { color: look.line } } }),
  yAxis: valueAxis(chart.y, look, true, { ends: endsAt(chart, 1) }),
  tooltip: {
    trigger: "item",
    formatter: ({ seriesId, dataIndex }) => tipOf(chart, look, Number(seriesId), dataIndex),
  },
  series: chart.groups.map((group, at) => ({ group, at })).filter(({ at }) => !state.hidden.has(at)).map((each) => dots(each, look)),
});

const endsAt = ({ groups }, place) => endsOf(groups.flatMap((group) => group.dots.map((dot) => dot[place])));

const dots = ({ group, at }, look) => ({
  type: "scatter", id: `${at}`, name: group.name, symbol: look.shape(at), symbolSize: 9,
  data: group.dots.map(([x, y, , link]) => ({ value: [x, y], cursor: link ? "pointer" : "default" })),
  cursor: group.dots.some((dot) => dot[3]) ? "pointer" : "default",
  itemStyle: { color: look.series(at), opacity: 0.8, borderColor: look.surface, borderWidth: 1 },
  emphasis: { scale: 1.4, itemStyle: { opacity: 1 } },
  blur: { itemStyle: { opacity: 0.2 } },
});

const tipOf = (chart, look, at, index) => {
  const { name, dots: all } = chart.groups[at];
  const [x, y, label] = all[index];
  return tip(label || name, [
    [drawn(at, look), chart.x.label || "x", measured(chart.x, x)],
    [null, chart.y.label || "y", measured(chart.y, y)],
  ]);
};

export const linkOf = (chart, { seriesId, dataIndex }) => chart.groups[Number(seriesId)].dots[dataIndex][3];

// A rectangle picks a part of both axes.
export const dragged = {
  keys: ({ keys }) => keys ?? [],
  picks: ({ keys }, drawn, ends) => {
    const places = ends.map((end) => drawn.convertFromPixel("grid", end));
    return keys.map((key, at) => {
      const [low, high] = places.map((place) => Number(place[at].toPrecision(6))).sort((a, b) => a - b);
      return { key, low, high };
    });
  },
};
