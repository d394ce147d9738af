// The stored theme, set before anything is drawn so that a page does not flash. Loaded in the head of every page.

const key = "sitrep.theme";

function stored(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is refused: the system's theme it is
  }
}

function apply(theme: string): void {
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
  else delete root.dataset["theme"];
  root.dispatchEvent(new CustomEvent("themechange", { bubbles: true }));
}

apply(stored());

// The footer's choice. The value of an input is what is stored: "light", "dark", or else the system's.
document.addEventListener("DOMContentLoaded", () => {
  const inputs = document.querySelectorAll<HTMLInputElement>('input[type=radio][name="theme"]');
  const now = stored();
  for (const input of inputs) {
    input.checked = themeOf(input) === now;
    input.addEventListener("change", () => {
      if (!input.checked) return;
      const theme = themeOf(input);
      try {
        if (theme) localStorage.setItem(key, theme);
        else localStorage.removeItem(key);
      } catch {
        // it holds for this page only
      }
      apply(theme);
    });
  }
});

function themeOf(input: HTMLInputElement): string {
  if (input.value === "light" || input.id === "theme-light") return "light";
  if (input.value === "dark" || input.id === "theme-dark") return "dark";
  return "";
}
