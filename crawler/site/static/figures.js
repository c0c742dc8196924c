// Finds agencies by their figures. One that states no number in some of the years is never counted: it is told apart.
"use strict";
const MOST = 1000;
const ask = document.getElementById("ask");
const said = document.getElementById("said");
const answer = document.getElementById("answer");
const header = answer.querySelector("thead tr");
const FITS = { "=": (value, number) => value === number, "≥": (value, number) => value >= number, "≤": (value, number) => value <= number };
let turns = 0;

function asked() {
  const value = (name) => ask.elements[name].value;
  const [first, last] = [Number(value("first")), Number(value("last"))].sort((one, other) => one - other);
  const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return { level: value("level"), province: value("province"), indicator: value("indicator"), years, relation: value("relation"), number: Number(value("number")) };
}

function concerns({ level, province }, ofLevel, ofProvince) {
  return (!level || level === ofLevel) && (!province || province === ofProvince);
}

/** Numbers of the years; undefined where none is stated. */
function numbers(pairs, years) {
  const stated = new Map();
  for (let at = 0; at < pairs.length; at += 2) stated.set(pairs[at], pairs[at + 1]);
  return years.map((year) => stated.get(year));
}

async function find(question) {
  const turn = ++turns;
  const fits = FITS[question.relation];
  const found = [];
  let open = 0;
  for (const [number, kinds] of (await load("figures/index")).entries()) {
    if (!kinds.some(([level, province]) => concerns(question, level, province))) continue;
    const agencies = await load(`figures/agencies-${number}`);
    const stated = await load(`figures/${question.indicator}-${number}`); // empty where none of these states it
    if (turn !== turns) return; // something else was asked
    for (const [at, agency] of agencies.entries()) {
      if (!concerns(question, agency[3], agency[4])) continue;
      const values = numbers(stated[at] ?? [], question.years);
      if (values.some((value) => value !== undefined && !fits(value, question.number))) continue;
      if (values.includes(undefined)) open++;
      else found.push([agency, values]);
    }
  }
  show(question, found, open);
}

function show({ years, relation }, found, open) {
  if (relation === "≥") found.sort(([, one], [, other]) => other.at(-1) - one.at(-1));
  [...header.cells].slice(2).forEach((cell) => cell.remove());
  for (const year of years) header.append(cell("th", year));
  const rows = found.slice(0, MOST).map(([[name, place, page], values]) => {
    const row = document.createElement("tr");
    row.insertCell().append(link(name, page));
    row.insertCell().textContent = place;
    row.append(...values.map((value) => cell("td", value)));
    return row;
  });
  answer.querySelector("tbody").replaceChildren(...rows);
  answer.hidden = !rows.length;
  const parts = [word("figures_found", found.length)];
  if (open) parts.push(word("figures_open", open));
  if (found.length > MOST) parts.push(word("figures_cut", MOST));
  said.replaceChildren(...parts);
}

function cell(kind, text) {
  const made = document.createElement(kind);
  made.className = "number";
  if (kind === "th") made.scope = "col";
  made.textContent = text;
  return made;
}

/** A sentence of the page, with its number. */
function word(key, count) {
  const copy = document.querySelector(`[data-word=${key}]`).cloneNode(true);
  for (const part of copy.children) part.textContent = part.textContent.replace("#", count);
  return copy;
}

ask.hidden = false;
ask.addEventListener("submit", (event) => {
  event.preventDefault();
  find(asked());
});
