// Data without a server: each file of data/ calls nianbao(name, data), since a page opened from a folder may not fetch.
"use strict";
const root = new URL("../", document.currentScript.src);
const waiting = new Map();
const loaded = new Map();

function nianbao(name, data) {
  waiting.get(name)?.(data);
  waiting.delete(name);
}

/** Data of a file; an error if there is none. Each is loaded once. */
function load(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = new URL(`data/${name}.js`, root);
      script.onload = () => script.remove();
      script.onerror = () => reject(new Error(`no ${script.src}`));
      document.head.append(script);
    }));
  }
  return loaded.get(name);
}

/** Lets go of a file's data: the next one to ask loads it again. */
function forget(name) {
  loaded.delete(name);
}

/** Text as it is compared; folded() in search.py does the same. */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
}

function link(text, page) {
  const anchor = document.createElement("a");
  anchor.textContent = text;
  anchor.href = new URL(page, root);
  return anchor;
}

/** What both languages say: the style sheet shows one. */
function inBoth(texts) {
  return ["zh", "en"].map((language, at) => {
    const part = document.createElement("span");
    part.className = language;
    if (language === "en") part.lang = "en";
    part.textContent = texts[at];
    return part;
  });
}
