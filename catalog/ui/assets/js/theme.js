// Light, dark, or as the system is. The server reads the cookie, so that nothing flashes.
const ORDER = ["system", "light", "dark"];
const YEAR = 60 * 60 * 24 * 365;

const show = (choice) => {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
};

export const theme = () => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-theme-choice]");
    if (!link) return;
    event.preventDefault();
    const now = document.documentElement.dataset.theme ?? "system";
    const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    document.cookie = `mlhome-theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
    show(next);
    link.setAttribute("aria-label", `Theme: ${next}. Change it`);
    link.title = `Theme: ${next}`;
  });
};
