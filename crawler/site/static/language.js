// Remembers the language from page to page. Without it the switch works on each page by the style sheet alone.
"use strict";
{
  const key = "nianbao-english";
  const english = document.getElementById("english");
  try {
    english.checked = localStorage.getItem(key) === "1";
    english.addEventListener("change", () => localStorage.setItem(key, english.checked ? "1" : ""));
  } catch {
    // Storage is closed to this page: nothing is remembered.
  }
}
