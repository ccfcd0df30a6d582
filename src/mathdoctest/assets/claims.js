// Every number that was checked explains itself: on hover, on keyboard focus, and on a tap.
//
// One card serves the whole page. As a tooltip it follows the pointer or the focus; a click, a tap
// or Enter keeps it open as a small dialog. Only one number at a time is in the order of the Tab
// key, or a page of two hundred numbers would be two hundred stops long: from there the arrow keys
// go on to its neighbours.
(() => {
  "use strict";

  const island = document.getElementById("mathdoctest-claims");
  if (!island) return;
  const page = JSON.parse(island.textContent);
  const numbers = [...document.querySelectorAll("[data-claim]")];
  if (!numbers.length) return;
  // What stands in a picture is part of its text alternative, not a place to go to.
  const stops = numbers.filter((number) => !(number instanceof SVGElement));

  /** The results of the page's own function, once something was changed. */
  let values = null;
  let shown = null; // the number whose card is open
  let kept = false; // whether it stays open
  let timer = 0;

  const card = document.createElement("div");
  card.className = "claim-card";
  card.id = "claim-card";
  card.hidden = true;
  card.tabIndex = -1;
  document.body.append(card);

  const digits = (value) => String(Number(value.toPrecision(15))).replace("-", "−");

  const value = (fallback, output) =>
    values && output >= 0 ? digits(values[output]) : fallback.replace("-", "−");

  const element = (tag, name, ...children) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...children);
    return made;
  };

  /** An element with markup that was made along with the page. */
  const markup = (tag, name, html) => {
    const made = element(tag, name);
    made.innerHTML = html;
    return made;
  };

  const fill = (number) => {
    const [place, formula, fallback, terms, state, output = -1] = page.claims[number.dataset.claim];
    const [symbol, meaning, code, source, role] = page.symbols[place] ?? [-1, "", "", "", ""];
    card.replaceChildren();
    const notes = [];
    if (role) notes.push(role);
    if (state === 1) notes.push("given");
    if (state === 2) notes.push("after the update");
    if (symbol >= 0 || meaning || notes.length) {
      const name = element("p", "claim-name");
      if (symbol >= 0) name.append(markup("span", "claim-symbol", page.formulas[symbol]));
      if (meaning) name.append(markup("span", "claim-meaning", meaning));
      // With spaces, for what is read aloud has no margins.
      for (const note of notes) {
        const said = element("span", "claim-note", note);
        if (note === role) said.dataset.role = role;
        name.append(" ", said);
      }
      card.append(name);
    }
    if (fallback) card.append(element("p", "claim-value", value(fallback, output)));
    if (formula >= 0) card.append(markup("p", "claim-formula", page.formulas[formula]));
    if (terms.length) {
      const list = element("ul", "claim-terms");
      for (const term of terms) {
        const [latex, own, result] = page.terms[term];
        const item = markup("li", "", page.formulas[latex]);
        item.append(element("span", "", ` = ${value(own, result)}`));
        list.append(item);
      }
      card.append(list);
    }
    if (code) {
      const line = element("p", "claim-code", element("code", "", code));
      if (source) {
        const link = element("a", "claim-source", "the line that computes it");
        link.href = source;
        line.append(" ", link);
      }
      card.append(line);
    }
  };

  /** Where a number is, and as high as the line of its formula, which the card shall not cover. */
  const around = (number) => {
    const { left, width, top, bottom } = number.getBoundingClientRect();
    const line = (number.closest("mtr") ?? number.closest("math") ?? number).getBoundingClientRect();
    return { left, width, top: Math.min(top, line.top), bottom: Math.max(bottom, line.bottom) };
  };

  const place = (number) => {
    const box = around(number);
    const own = card.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, width - own.width - 8));
    const above = box.bottom + own.height + 12 > innerHeight && box.top - own.height - 8 > 0;
    const top = above ? box.top - own.height - 8 : box.bottom + 8;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const open = (number, keep = false) => {
    clearTimeout(timer);
    if (shown && shown !== number) close();
    shown = number;
    kept = keep;
    fill(number);
    card.hidden = false;
    card.setAttribute("role", keep ? "dialog" : "tooltip");
    if (keep) card.setAttribute("aria-label", `What ${number.textContent} stands for`);
    else card.removeAttribute("aria-label");
    number.classList.add("claim-open");
    number.setAttribute("aria-describedby", "claim-card");
    place(number);
  };

  const close = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.classList.remove("claim-open");
    shown.removeAttribute("aria-describedby");
    shown = null;
    kept = false;
    card.hidden = true;
  };

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  const numberAt = (target) => (target instanceof Element ? target.closest("[data-claim]") : null);

  // The pointer. The card may be entered, and does not vanish on the way to it.
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || kept) return;
    const number = numberAt(event.target);
    if (number) later(() => open(number), shown ? 60 : 160);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (shown && shown !== document.activeElement) later(close, 240);
  });

  document.addEventListener("click", (event) => {
    const number = numberAt(event.target);
    if (number) {
      if (shown === number && kept) close();
      else open(number, true);
    } else if (!card.contains(event.target)) close();
  });

  // The keyboard.
  let stop = stops[0];
  const goTo = (number) => {
    if (!number) return;
    stop?.setAttribute("tabindex", "-1");
    stop = number;
    stop.setAttribute("tabindex", "0");
    stop.focus();
  };
  stop?.setAttribute("tabindex", "0");

  document.addEventListener("focusin", (event) => {
    const number = numberAt(event.target);
    if (number && number === event.target) {
      if (shown !== number) open(number);
    } else if (!card.contains(event.target)) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      const back = card.contains(document.activeElement) ? shown : null;
      close();
      back?.focus();
      if (back) close();
      event.stopPropagation();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target;
    if (target instanceof Element && target.matches(".math-display") && event.key === "Enter") {
      goTo(target.querySelector("[data-claim]"));
      event.preventDefault();
      return;
    }
    if (numberAt(target) !== target || !target) return;
    const at = stops.indexOf(target);
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: stops.length - 1,
    }[event.key];
    if (next !== undefined) {
      goTo(stops[next]);
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === " ") {
      open(target, true);
      card.focus();
      event.preventDefault();
    }
  }, true);

  addEventListener("resize", () => shown && place(shown));

  // Said here and not in the page itself, because it takes this script.
  const how = document.createElement("span");
  how.className = "claims-how";
  how.textContent =
    " Point at one, tap it, or go from one to the next with the arrow keys, to see what it stands for.";
  document.querySelector(".claims-foot")?.append(how);

  document.addEventListener("mathdoctest:values", (event) => {
    values = event.detail;
    if (shown) {
      fill(shown);
      place(shown);
    }
  });

  if (page.live && globalThis.mathdoctest) {
    globalThis.mathdoctest.page = page;
    const script = document.createElement("script");
    script.src = new URL("live.js", document.currentScript.src);
    document.head.append(script);
  }
})();
