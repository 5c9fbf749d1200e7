// Values as people read them; the tables of the page say the same to six figures.
const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });

export const figures = (value) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3).replace(/\.?0+e/, "e");
  return Number.isInteger(value) ? whole.format(value) : plain.format(value);
};

export const brief = (value) => {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return value.toExponential().replace(/(\.\d{2})\d+e/, "$1e");
  return size >= 1e5 ? short.format(value) : plain.format(value);
};

// A difference.
export const signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${brief(Math.abs(value))}`;

export const moment = (at) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

// A value of an axis, with its unit.
export const measured = (axis, value) => {
  if (axis.scale === "time") return moment(value);
  return axis.unit ? `${figures(value)} ${axis.unit}` : figures(value);
};
