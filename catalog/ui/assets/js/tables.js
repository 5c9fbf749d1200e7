// A table that is no wider than its place needs no scrolling of its own: see css/tables.css.
const fit = (place) => {
  place.classList.toggle("fits", place.querySelector("table").offsetWidth <= place.clientWidth);
};

const watcher = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));

export const fitTables = () => {
  watcher.disconnect();
  for (const place of document.querySelectorAll(".table.tall")) {
    fit(place);
    watcher.observe(place);
  }
};
