// Finds entries of a list by their ids and titles in every language. Without it the list is simply whole.
"use strict";

const HAN = /^[\u3400-\u9fff]+$/;
// An abbreviation may leave out so many characters for each that it keeps: 高才通 stands for 高端人才通行证.
const STRETCH = 2;

function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

// Whether the characters stand in a text in their order and close together.
function abbreviates(term, text) {
  for (let start = text.indexOf(term[0]); start >= 0; start = text.indexOf(term[0], start + 1)) {
    let at = start;
    for (let next = 1; next < term.length && at >= 0; next++) at = text.indexOf(term[next], at + 1);
    if (at >= 0 && at - start < term.length * STRETCH) return true;
  }
  return false;
}

function matches(term, texts) {
  if (texts.some((text) => text.includes(term))) return true;
  return term.length > 1 && HAN.test(term) && texts.some((text) => abbreviates(term, text));
}

// Whether every word of what was typed is found among the names of an entry.
function finds(typed, names) {
  const texts = names.map(folded);
  return folded(typed).split(/[\s,，、]+/).filter(Boolean).every((term) => matches(term, texts));
}

function visible(entry) {
  return getComputedStyle(entry).display !== "none";
}

function start(form) {
  const entries = [...document.querySelectorAll(".entry")];
  const groups = [...document.querySelectorAll(".group")];
  const jump = document.querySelector(".jump");
  const input = form.querySelector("input");
  const said = form.querySelector(".found");
  // A page opened from a disk may not fetch: then only what stands on the page is searched.
  let index = Object.fromEntries(entries.map((entry) => [entry.dataset.id, [entry.textContent]]));

  function show() {
    const typed = input.value.trim();
    for (const group of groups) group.hidden = false;
    for (const entry of entries) entry.hidden = !finds(typed, index[entry.dataset.id] || []);
    const shown = entries.filter(visible).length;
    for (const group of groups) group.hidden = ![...group.querySelectorAll(".entry")].some(visible);
    const narrowed = shown < entries.length;
    if (jump) jump.hidden = narrowed;
    const text = form.dataset.found.replace("%1", shown).replace("%2", entries.length);
    said.textContent = shown ? (narrowed ? text : "") : form.dataset.nothing;
  }

  let waiting = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", show);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 80);
  });
  form.querySelector(".find").hidden = false;
  fetch(form.dataset.index)
    .then((answer) => answer.json())
    .then((found) => { index = found; })
    .catch(() => undefined)
    .finally(show);
}

// The tests run the search without a page.
if (typeof document === "undefined") module.exports = { finds };
else for (const form of document.querySelectorAll(".finder")) start(form);
