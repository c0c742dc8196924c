// Filters all findings of a kind, file by file, and shows the first ones in place of the page's own rows.
"use strict";
const MOST = 200;
const filter = document.getElementById("filter");
const body = document.querySelector("#rows tbody");
const said = filter.querySelector("output");
const own = [...body.rows];
let turns = 0;

async function run() {
  const turn = ++turns;
  const { shard, shards } = filter.dataset;
  const year = filter.elements.year.value, text = folded(filter.elements.text.value);
  let count = 0;
  const rows = [];
  for (let number = 0; number < Number(shards); number++) {
    for (const row of await load(`findings/${shard}-${number}`)) {
      if (year && String(row[0]) !== year) continue;
      if (text && !folded(`${row[1]}${row[3]}${row[6]}`).includes(text)) continue;
      if (++count <= MOST) rows.push(shownRow(row));
    }
    if (turn !== turns) return;
  }
  body.replaceChildren(...rows);
  said.textContent = rows.length < count ? `${rows.length} / ${count}` : String(count);
}

function shownRow([year, agency, page, place, stated, computed, message]) {
  const row = document.createElement("tr");
  for (const [at, value] of [year, agency, place, stated, computed, message].entries()) {
    const cell = row.insertCell();
    if (at === 1) cell.append(link(value || "–", page));
    else cell.textContent = value ?? "";
    if (at === 3 || at === 4) cell.className = "number";
  }
  return row;
}

filter.hidden = false;
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  if (filter.elements.year.value || filter.elements.text.value) run();
  else {
    turns++;
    said.textContent = "";
    body.replaceChildren(...own);
  }
});
