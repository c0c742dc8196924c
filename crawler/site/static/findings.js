// Filters findings. The index says how many of each year and region a file holds, so that only files that matter are loaded.
"use strict";
const MOST = 200;
const filter = document.getElementById("filter");
const own = document.getElementById("own");
const found = document.getElementById("found");
const said = filter.querySelector("output");
let turns = 0;

function asked() {
  const value = (name) => filter.elements[name]?.value ?? "";
  const kind = filter.dataset.kind ?? value("kind");
  return { kind, severity: value("severity"), province: value("province"), year: value("year"), text: folded(value("text")) };
}

function holds(question, year, province) {
  return (!question.year || String(year) === question.year) && (!question.province || province === question.province);
}

/** Files that hold what is asked for, with how many there are but for the text. */
function wanted(question, { kinds, shards }) {
  const files = [];
  for (const [at, number, counts] of shards) {
    const [id, severity] = kinds[at];
    if ((question.kind && id !== question.kind) || (question.severity && severity !== question.severity)) continue;
    const count = counts.reduce((sum, [year, province, these]) => sum + (holds(question, year, province) ? these : 0), 0);
    if (count) files.push({ name: `findings/${id}-${number}`, kind: kinds[at], count });
  }
  return files;
}

async function run(question) {
  const turn = ++turns;
  const files = wanted(question, await load("findings/index"));
  const rows = [];
  let count = question.text ? 0 : files.reduce((sum, file) => sum + file.count, 0);
  for (const [done, { name, kind }] of files.entries()) {
    if (rows.length >= MOST && !question.text) break;
    if (done % 10 === 9) said.textContent = `${done} / ${files.length} …`;
    const data = await load(name);
    forget(name); // a search of all texts must not keep them
    if (turn !== turns) return; // something else was asked
    const texts = question.text ? data.texts.map((text) => folded(text.join("\n"))) : [];
    for (const row of data.rows) {
      const [year, province, agency, , about, says] = row;
      if (!holds(question, year, province)) continue;
      if (question.text) {
        if (!`${folded(agency)}\n${texts[about]}\n${texts[says]}`.includes(question.text)) continue;
        count++;
      }
      if (rows.length < MOST) rows.push(shownRow(row, kind, data.texts));
    }
  }
  found.querySelector("tbody").replaceChildren(...rows);
  show(true);
  said.textContent = rows.length < count ? `${rows.length} / ${count}` : String(count);
}

function shownRow([year, , agency, page, about, says], [, severity, ...name], texts) {
  const row = document.createElement("tr");
  const of = filter.dataset.kind ? [] : [[grade(severity)], inBoth(name)];
  for (const content of [...of, [year ?? ""], [link(agency || "–", page)], inBoth(texts[about]), inBoth(texts[says])]) {
    row.insertCell().append(...content);
  }
  return row;
}

/** The severity as its choice calls it. */
function grade(severity) {
  const mark = document.createElement("b");
  mark.className = severity;
  mark.textContent = [...filter.elements.severity.options].find((option) => option.value === severity)?.text ?? severity;
  return mark;
}

function show(results) {
  found.hidden = !results;
  own.hidden = results;
}

filter.hidden = false;
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = asked();
  if (question.year || question.text || question.province || question.severity || (question.kind && !filter.dataset.kind)) run(question);
  else {
    turns++;
    said.textContent = "";
    show(false);
  }
});
