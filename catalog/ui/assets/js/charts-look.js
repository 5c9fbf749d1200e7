// Colours, shapes and movement of charts, as the page has them now.
const TOKENS = ["surface", "raised", "sunken", "line", "line-strong", "text", "muted", "accent", "on-accent"];
const SERIES = 6;
const DASHES = ["solid", [8, 4], [3, 3], [10, 3, 3, 3]];
const SHAPES = ["circle", "diamond", "triangle", "rect", "roundRect", "pin"];

// Tokens are light-dark() pairs: the browser says which one holds by computing a colour.
export const lookOf = (place) => {
  const probe = place.appendChild(document.createElement("span"));
  const colour = (token) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const named = Object.fromEntries(TOKENS.map((token) => [token, colour(token)]));
  const series = Array.from({ length: SERIES }, (_, at) => colour(`series-${at + 1}`));
  const font = getComputedStyle(probe).fontFamily.replaceAll('"', "'");
  probe.remove();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    ...named, font, still,
    narrow: place.clientWidth < 520,
    width: place.clientWidth,
    series: (at) => series[at % SERIES],
    dash: (at) => DASHES[at % DASHES.length],
    shape: (at) => SHAPES[at % SHAPES.length],
  };
};

const channels = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);

// From one colour to another; share 0 is the first.
export const mixed = (from, to, share) => {
  const end = channels(to);
  const parts = channels(from).map((start, at) => Math.round(start + (end[at] - start) * share));
  return `rgb(${parts.join(", ")})`;
};

export const seeThrough = (colour, share) => `rgba(${channels(colour).join(", ")}, ${share})`;

const luminance = (colour) => {
  const [red, green, blue] = channels(colour)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

// The one of two colours that is read more easily on a ground.
export const readable = (ground, one, other) => (contrast(ground, one) >= contrast(ground, other) ? one : other);

// What all charts share.
export const common = (look) => ({
  animation: !look.still,
  animationDuration: 120,
  animationDurationUpdate: 120,
  stateAnimation: { duration: look.still ? 0 : 100 },
  backgroundColor: "transparent",
  useUTC: true,
  textStyle: { fontFamily: look.font, fontSize: 12, color: look.text },
  tooltip: {
    className: "chart-tip",
    confine: true,
    transitionDuration: look.still ? 0 : 0.1,
    backgroundColor: look.surface,
    borderColor: look["line-strong"],
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
  },
});
