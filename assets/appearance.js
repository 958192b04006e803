// Sets light or dark before the first paint, from the same key Reflex keeps the choice under.
// Without it a dark page would flash white until the scripts have loaded.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the device decides then.
  }
  var isDark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add(isDark ? "dark" : "light");
})();
