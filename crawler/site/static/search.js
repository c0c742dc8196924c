// Finds agencies: the numbers of names that have all characters typed, then among these the names that have all words.
"use strict";
const IN_SHARD = 500, FILES = 64, MOST = 50;
const form = document.getElementById("search");
const results = document.getElementById("results");
let last = 0;

async function candidates(words) {
  let numbers = null;
  for (const character of new Set(words.join(""))) {
    const steps = (await load(`characters/${character.codePointAt(0) % FILES}`))[character] ?? [];
    let number = 0;
    const these = steps.map((step) => (number += step));
    const known = numbers && new Set(numbers);
    numbers = known ? these.filter((each) => known.has(each)) : these;
    if (!numbers.length) break;
  }
  return numbers ?? [];
}

async function search() {
  const turn = ++last;
  const words = form.elements.text.value.split(/\s+/u).map(folded).filter(Boolean);
  const found = [];
  for (const number of words.length ? await candidates(words) : []) {
    const entry = (await load(`names/${Math.floor(number / IN_SHARD)}`))[number % IN_SHARD];
    const text = folded(entry[0] + entry[1]);
    if (words.every((word) => text.includes(word))) found.push(entry);
    if (found.length > MOST) break;
    if (turn !== last) return; // something else was typed
  }
  if (turn === last) show(words, found);
}

function show(words, found) {
  document.getElementById("nothing").hidden = !words.length || found.length > 0;
  document.getElementById("many").hidden = found.length <= MOST;
  results.replaceChildren(...found.slice(0, MOST).map(([name, place, years, page]) => {
    const item = document.createElement("li");
    const more = document.createElement("small");
    more.textContent = ` ${place} ${years}`;
    item.append(link(name, page), more);
    return item;
  }));
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.elements.text.addEventListener("input", search);
