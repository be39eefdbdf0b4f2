// What scripts add; every page works without: offers while one types, answers put under those on the page, the drawer, copying.
"use strict";

const MOMENT = 120; // milliseconds without a key before the server is asked
const talk = document.getElementById("talk");
const told = document.getElementById("told");

// A combobox: a list that completes what is typed; `take` gets the offer that is chosen

let boxes = 0;
function completing(input, host, take) {
  const list = document.createElement("ul"), kept = new Map(), own = "offers" + ++boxes;
  let timer, asked, chosen = -1;
  list.className = "offers"; list.id = own; list.hidden = true;
  list.setAttribute("role", "listbox"); list.setAttribute("aria-label", input.dataset.offers);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": own })) input.setAttribute(name, value);
  host.append(list);

  const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (place) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = list.children[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, place) => {
      const option = document.createElement("li"), label = document.createElement("span"), years = document.createElement("span");
      option.id = own + "-" + place; option.offer = offer;
      option.setAttribute("role", "option"); option.setAttribute("aria-selected", "false");
      label.textContent = offer.label; years.textContent = offer.years; years.className = "soft";
      option.append(label, years);
      return option;
    }));
    chosen = -1;
    if (!offers.length || document.activeElement !== input) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  };
  const look = async () => {
    const text = input.value;
    asked?.abort();
    if (!text.trim()) return close();
    if (kept.has(text)) return show(kept.get(text));
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: text, lang: document.documentElement.lang.slice(0, 2) });
      if (input.dataset.kind) query.set("kind", input.dataset.kind);
      const answer = await fetch("/suggest?" + query, { signal: asked.signal });
      if (!answer.ok) return close();
      const { offers } = await answer.json();
      kept.set(text, offers);
      if (input.value === text) show(offers);
    } catch { /* left behind by the next key, or no connection: the box works without */ }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(look, MOMENT); };
  const taken = (option) => { input.focus(); close(); take(option.offer, look); };

  input.addEventListener("input", (event) => { if (!event.isComposing) soon(); }); // not while characters are being composed
  input.addEventListener("compositionend", soon);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.children.length, open = !list.hidden;
    if (event.key === "ArrowDown" && !open) { event.preventDefault(); look(); }
    else if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1 < many ? chosen + 1 : -1); }
    else if (event.key === "ArrowUp" && open) { event.preventDefault(); choose(chosen < 0 ? many - 1 : chosen - 1); }
    else if (event.key === "Enter" && open && chosen >= 0) { event.preventDefault(); taken(list.children[chosen]); }
    else if (event.key === "Escape" && open) { event.preventDefault(); close(); }
    else if (event.key === "Tab") close();
  });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); const option = event.target.closest("li"); if (option) taken(option); });
  return () => { clearTimeout(timer); asked?.abort(); close(); };
}

const fill = (input, text) => { input.value = text; input.setSelectionRange(text.length, text.length); };

// The box to ask in

for (const form of document.querySelectorAll("form[data-ask]")) {
  const input = form.elements.q;
  const rest = completing(input, form, (offer, look) => {
    fill(input, offer.text);
    if (offer.kind === "question") form.requestSubmit(); else look();
  });
  form.addEventListener("submit", (event) => {
    rest();
    if (!talk) return;
    event.preventDefault();
    ask(form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)));
  });
}

// Fields that name agencies or figures: one that is taken is ticked, or completes the field

for (const input of document.querySelectorAll("input[data-kind]")) {
  completing(input, input.closest(".completed"), (offer) => {
    if (!input.dataset.ticks) return fill(input, offer.label);
    input.value = "";
    tick(input, offer);
  });
}

function tick(input, offer) {
  const name = input.dataset.ticks, held = [...input.form.querySelectorAll(`input[type=checkbox][name="${name}"]`)];
  let box = held.find((one) => one.value === offer.id);
  if (!box) {
    const label = document.createElement("label"), fields = input.closest("fieldset");
    let ticks = fields.querySelector(":scope > .ticks");
    if (!ticks) { ticks = document.createElement("div"); ticks.className = "ticks"; input.closest(".completed").before(ticks); }
    box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name, value: offer.id });
    label.append(box, " " + offer.label);
    ticks.append(label);
  }
  box.checked = true;
  const folded = box.closest("details:not([open])");
  if (folded) folded.open = true;
}

// The conversation: each answer under the one before; going back takes the later ones away, going forward brings them again

const turns = () => [...document.querySelectorAll("#talk > article")];
const addresses = new Map(); // of each answer on the page
const here = () => location.href.split("#")[0];
const stand = (turn) => { // the page as it was when this was the last answer
  let later = false;
  for (const piece of talk.children) {
    const own = piece.matches(".following") && piece.previousElementSibling === turn;
    piece.hidden = !own && (later || piece.matches(".following"));
    later ||= piece === turn;
  }
  const form = document.querySelector("form[data-ask]");
  for (const [name, said] of [["talk", turn.dataset.talk], ["on", turn.dataset.id]]) {
    let field = form.elements[name];
    if (!field) { field = document.createElement("input"); field.type = "hidden"; field.name = name; form.append(field); }
    field.value = said;
  }
  document.title = turn.dataset.title;
};
const go = (turn) => {
  turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
};

async function ask(address) {
  if (talk.getAttribute("aria-busy") === "true") return;
  talk.setAttribute("aria-busy", "true");
  told.textContent = told.dataset.wait;
  told.classList.add("unseen");
  try {
    const answer = await fetch(address + (address.includes("?") ? "&" : "?") + "part=turn");
    const html = await answer.text();
    if (!answer.ok || /^\s*<!doctype/i.test(html)) return location.assign(address);
    const parts = new DOMParser().parseFromString(html, "text/html").body;
    for (const gone of turns().filter((one) => one.hidden)) { // a way that was gone back from
      if (gone.nextElementSibling?.matches(".following")) gone.nextElementSibling.remove();
      addresses.delete(gone);
      gone.remove();
    }
    const turn = parts.querySelector("article");
    talk.append(...parts.children);
    history.pushState(null, "", address);
    addresses.set(turn, here());
    stand(turn);
    follow();
    document.querySelector("form[data-ask]").elements.q.value = "";
    told.textContent = "";
    go(turn);
  } catch {
    told.textContent = told.dataset.failed;
    told.classList.remove("unseen");
  } finally {
    talk.removeAttribute("aria-busy");
  }
}

// What could be asked next: each question is run before it is offered, so that it comes after the answer

function follow() {
  for (const link of talk.querySelectorAll("a[data-next]:not([aria-busy])")) {
    link.setAttribute("aria-busy", "true");
    const all = link.closest(".following"), wanted = new URL(link.href);
    wanted.searchParams.set("part", "turn");
    fetch(wanted).then(async (answer) => {
      const html = await answer.text();
      if (!answer.ok || /^\s*<!doctype/i.test(html)) return link.removeAttribute("data-next");
      const questions = new DOMParser().parseFromString(html, "text/html").body.children;
      if (questions.length) link.parentElement.replaceWith(...questions); else all.remove();
    }).catch(() => link.removeAttribute("aria-busy")); // no connection: the link stays
  }
}

if (talk) {
  addresses.set(turns()[0], here());
  follow();
  addEventListener("popstate", () => {
    if (shown) return; // back from the drawer, not from an answer
    const turn = turns().findLast((one) => addresses.get(one) === here());
    if (!turn) return location.reload();
    if (location.hash) return;
    stand(turn);
    go(turn);
  });
}

// The drawer: what a link shows, beside the page; without it the link is followed

const drawer = document.getElementById("drawer");
const inside = drawer.querySelector(".inside");
let shown = false; // whether going back would close it
drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
drawer.addEventListener("close", () => { inside.replaceChildren(); if (shown) history.back(); });
addEventListener("popstate", () => { if (shown) { shown = false; drawer.close(); } });

async function draw(address) {
  inside.textContent = drawer.dataset.wait;
  if (!shown) { // going back closes it, as whoever opened it on a phone expects
    shown = true;
    history.pushState(null, "");
    drawer.showModal();
  }
  try {
    const part = new URL(address);
    part.searchParams.set("part", "drawer");
    const answer = await fetch(part);
    const html = await answer.text();
    if (!answer.ok || /^\s*<!doctype/i.test(html)) return location.assign(address);
    inside.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  } catch { location.assign(address); }
}

// Links

async function copy(link) {
  try { await navigator.clipboard.writeText(link.href); } catch { return location.assign(link.href); }
  const name = link.textContent;
  link.textContent = link.dataset.done;
  if (told) told.textContent = link.dataset.done;
  setTimeout(() => { link.textContent = name; if (told) told.textContent = ""; }, 2500);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.matches("[data-drawer]") && drawer.showModal) { event.preventDefault(); draw(link.href); }
  else if (link.matches("[data-turn]") && talk?.contains(link)) { event.preventDefault(); ask(link.href); }
  else if (link.matches("[data-copy]")) { event.preventDefault(); copy(link); }
});

// On paper every source is seen

const folded = () => document.querySelectorAll(".cited details:not([open])");
addEventListener("beforeprint", () => { for (const one of folded()) { one.open = true; one.dataset.shut = ""; } });
addEventListener("afterprint", () => { for (const one of document.querySelectorAll("[data-shut]")) { one.open = false; delete one.dataset.shut; } });
