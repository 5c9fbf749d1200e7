// What stands beside the pointer over lines: of each, the point nearest to it.
import { endsOf } from "./charts-axes.js";
import { measured } from "./charts-numbers.js";
import { tip } from "./charts-tip.js";

// How near a point must be to be told, as a share of the width.
const NEAR = 0.02;

export const drawn = (one, at, look) =>
  one.quiet ? { colour: look.muted, dash: [4, 4] } : { colour: look.series(at), dash: look.dash(at) };

export const tipOf = (chart, look, state, [{ axisValue }]) => {
  const near = NEAR * reachOf(chart, state);
  const rows = chart.series.flatMap((one, at) => {
    const index = state.hidden.has(at) || one.quiet ? -1 : nearest(one.points, axisValue, near);
    return index < 0 ? [] : [[drawn(one, at, look), one.name, said(chart, one, index, axisValue)]];
  });
  return tip(`${chart.x.label || "x"} ${measured(chart.x, axisValue)}`, rows);
};

const reachOf = (chart, { zoom }) => {
  const [from, to] = zoom ?? endsOf(chart.series.flatMap(({ points }) => points.map(([x]) => x)));
  return to - from;
};

const nearest = (points, x, near) => {
  let [best, least] = [-1, near];
  points.forEach(([at, value], index) => {
    const distance = Math.abs(at - x);
    if (value !== null && (distance < least || distance === 0)) [best, least] = [index, distance];
  });
  return best;
};

const said = ({ x, y }, { points, band: pairs, labels }, index, pointer) => {
  const bare = { ...y, unit: "" };
  const pair = pairs[index];
  const reach = pair ? ` (${measured(bare, pair[0])} to ${measured(bare, pair[1])})` : "";
  const where = points[index][0] === pointer ? "" : ` at ${measured({ ...x, unit: "" }, points[index][0])}`;
  return (labels[index] ? `${labels[index]}: ` : "") + measured(y, points[index][1]) + reach + where;
};
