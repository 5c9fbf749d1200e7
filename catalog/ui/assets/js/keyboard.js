import { say } from "./saying.js";

// Single keys can be turned off (WCAG 2.1.4); Cmd/Ctrl-K always works.
const OFF = "mlhome-keys-off";
const LONGEST_PAUSE = 1200;
let waiting = 0;

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const off = () => localStorage.getItem(OFF) === "1";

const follow = (letter) => {
  const link = document.querySelector(`[data-go="${letter}"]`);
  if (link) location.assign(link.href);
};

const focusSearch = () => {
  const box = document.getElementById("q");
  box.focus();
  box.select();
};

const openHelp = async () => {
  const dialog = document.getElementById("help");
  if (!dialog.innerHTML.trim()) {
    const answer = await fetch("/help", { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog.replaceChildren(...page.querySelector("#help-text").childNodes);
  }
  dialog.showModal();
};

const single = (event) => {
  if (Date.now() - waiting < LONGEST_PAUSE) {
    waiting = 0;
    follow(event.key);
  } else if (event.key === "/") focusSearch();
  else if (event.key === "?") openHelp();
  else if (event.key === "g") waiting = Date.now();
  else return;
  event.preventDefault();
};

const toggle = () => {
  localStorage.setItem(OFF, off() ? "0" : "1");
  say(off() ? "Single-key shortcuts are off" : "Single-key shortcuts are on");
};

export const keyboard = (openPalette) => {
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "Escape" && event.target.id === "q") {
      event.target.blur();
    } else if (!(event.metaKey || event.ctrlKey || event.altKey || off() || typing(event.target)
      || document.querySelector("dialog[open]"))) {
      single(event);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-toggle]")) toggle();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
    const help = event.target.closest("[data-help]");
    if (help) {
      event.preventDefault();
      openHelp();
    }
  });
};
