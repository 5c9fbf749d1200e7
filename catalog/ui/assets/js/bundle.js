// What the built script holds: htmx, then the project's own modules.
import htmx from "htmx.org";
import "./main.js";

window.htmx = htmx;
