// The parts of ECharts in use, and no others.
import { BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart } from "echarts/charts";
import { GridComponent, ParallelComponent, TooltipComponent } from "echarts/components";
import { graphic, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart,
  GridComponent, ParallelComponent, TooltipComponent, SVGRenderer,
]);

export const start = (place) => init(place, null, { renderer: "svg" });
export const rectangle = (shape, style) => new graphic.Rect({ shape, style, silent: true, z: 100 });
