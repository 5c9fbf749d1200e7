// Boxes one below another, outliers as dots.
import { grid, nameColumn, valueAxis } from "./charts-axes.js";
import { seeThrough } from "./charts-look.js";
import { measured } from "./charts-numbers.js";
import { tip } from "./charts-tip.js";

const NUMBERS = ["Whisker from", "1st quartile", "Median", "3rd quartile", "Whisker to"];

export const legend = () => [];

export const option = (chart, look) => ({
  grid: grid(look, { right: 16 }),
  xAxis: valueAxis(chart.value, look, false, { splitLine: { show: true, lineStyle: { color: look.line } } }),
  yAxis: nameColumn(chart.categories, look),
  tooltip: { trigger: "item", formatter: (point) => tipOf(chart, point) },
  series: [
    {
      type: "boxplot", id: "boxes", data: chart.boxes, boxWidth: [8, 28],
      itemStyle: { color: seeThrough(look.series(0), 0.2), borderColor: look.series(0), borderWidth: 1.5 },
      emphasis: { itemStyle: { borderWidth: 2, shadowBlur: 0, shadowColor: "transparent" } },
    },
    {
      type: "scatter", id: "outliers", symbolSize: 5, itemStyle: { color: seeThrough(look.series(0), 0.6) },
      data: chart.outliers.flatMap((some, at) => some.map((value) => [value, at])),
    },
  ],
});

const tipOf = (chart, { seriesId, dataIndex, value }) => {
  if (seriesId === "outliers") {
    return tip(chart.categories[value[1]], [[null, "Outlier", measured(chart.value, value[0])]]);
  }
  const numbers = chart.boxes[dataIndex];
  return tip(chart.categories[dataIndex], NUMBERS.map((name, at) => [null, name, measured(chart.value, numbers[at])]));
};

// A stretch across picks values.
export const dragged = {
  keys: ({ key }) => (key ? [key] : []),
  picks: ({ key }, drawn, ends) => {
    const [low, high] = ends.map(([x]) => Number(drawn.convertFromPixel({ xAxisIndex: 0 }, x).toPrecision(6))).sort((a, b) => a - b);
    return [{ key, low, high }];
  },
};
