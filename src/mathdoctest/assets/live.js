// A live page: change what it begins with, and every number that follows from it follows.
//
// The arithmetic is not here. `mathdoctest.values` was generated, when the page was built, from the
// very formulas that the page was checked with. This script asks for values and prints them: with the
// decimals that the page prints, with its parentheses around what is negative, and with = only
// between two sides that are exactly equal.
(() => {
  "use strict";

  const { values: compute, exactly, exact, page } = globalThis.mathdoctest;
  const { givens, next, loss, precision, relations } = page.live;
  const own = givens.map(([, , value]) => Number(value));
  const MINUS = "−";
  const MOST_STEPS = 100_000;

  // ---- Numbers as text ---------------------------------------------------------------------------

  /** A magnitude as the page prints such numbers; `power` is there where it takes a power of ten. */
  const written = (magnitude, decimals, whole, scale = 0, grouped = false) => {
    const shift = 10 ** Math.abs(scale);
    const scaled = scale < 0 ? magnitude * shift : magnitude / shift;
    const percent = scale === -2;
    if (scale && !percent) return scientific(magnitude, decimals, false);
    // toFixed rounds the number's own binary value, ties up: what Python calls ROUND_HALF_UP.
    let digits = scaled < 1e9 ? scaled.toFixed(whole ? Math.max(decimals, precision) : decimals) : "";
    const lost = Number(digits) === 0 && scaled !== 0;
    // A percentage of 0.19 where the page prints whole ones: two digits say enough.
    if (digits && lost && scaled >= 1e-4) return { digits: scaled.toPrecision(2), power: null };
    if (!digits || lost) {
      return scientific(scaled, Math.max(decimals, precision), whole);
    }
    if (whole) digits = trimmed(digits, decimals);
    if (grouped) {
      const [head, tail] = digits.split(".");
      digits = head.replace(/\B(?=(\d{3})+$)/g, ",") + (tail ? `.${tail}` : "");
    }
    return { digits, power: null };
  };

  const scientific = (magnitude, decimals, whole) => {
    const [digits, power] = magnitude.toExponential(Math.min(decimals, 15)).split("e");
    return { digits: whole ? trimmed(digits, 0) : digits, power: Number(power) };
  };

  /** Without the zeros at the end that say nothing, down to so many decimals. */
  const trimmed = (digits, decimals) => {
    let end = digits.length;
    const least = digits.indexOf(".") < 0 ? end : digits.indexOf(".") + 1 + decimals;
    while (end > least && digits[end - 1] === "0") end -= 1;
    if (digits[end - 1] === ".") end -= 1;
    return digits.slice(0, end);
  };

  const raised = (power) =>
    String(power).replace(/[-0-9]/g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);

  const plain = ({ digits, power }) => (power === null ? digits : `${digits}×10${raised(power)}`);

  // ---- Numbers without rounding: fractions of whole numbers ----------------------------------------

  const number = (n, d) => [n, d];
  const rational = {
    number,
    add: (first, ...rest) =>
      rest.reduce(([a, b], [c, d]) => (b === d ? [a + c, b] : [a * d + c * b, b * d]), first),
    negative: ([n, d]) => [-n, d],
    multiply: (first, ...rest) => rest.reduce(([a, b], [c, d]) => [a * c, b * d], first),
    divide: ([a, b], [c, d]) => [a * d, b * c],
    power: ([n, d], k) =>
      k < 0 ? [d ** BigInt(-k), n ** BigInt(-k)] : [n ** BigInt(k), d ** BigInt(k)],
  };
  const same = ([a, b], [c, d]) => b !== 0n && d !== 0n && a * d === c * b;

  /** The number that a text shows: "0.25", "1.5e-7". */
  const parsed = (text) => {
    const [mantissa, power = "0"] = text.split("e");
    const [whole, fraction = ""] = mantissa.split(".");
    const digits = BigInt(whole + fraction);
    const shift = Number(power) - fraction.length;
    return shift < 0 ? [digits, 10n ** BigInt(-shift)] : [digits * 10n ** BigInt(shift), 1n];
  };

  // ---- Numbers on the page -------------------------------------------------------------------------

  const MATH = "http://www.w3.org/1998/Math/MathML";
  const math = (tag, text = "", attributes = {}) => {
    const made = document.createElementNS(MATH, tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const says = (element, ...texts) =>
    element?.localName === "mo" && texts.includes(element.textContent);

  /** What stands before an element in its formula; nothing at the beginning of a part of it. */
  const before = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.previousElementSibling) {
        const first = at.parentElement.firstElementChild;
        // Above the line of a power, in a denominator: a beginning again.
        if (at !== first && /^m(sup|sub|subsup|frac|root|over|under)$/.test(at.parentElement.localName)) return null;
        return at.previousElementSibling;
      }
      if (!/^(mrow|msup|msub|msubsup)$/.test(at.parentElement?.localName ?? "")) return null;
    }
    return null;
  };

  /** In MathML, where an empty sign would still take its room. */
  const visible = (element, yes) => element.toggleAttribute("data-hidden", !yes);

  /** Leaves no empty attribute behind: the page shall be what it was. */
  const mark = (element, yes, name = "claim-changed") => {
    element.classList.toggle(name, yes);
    if (!element.classList.length) element.removeAttribute("class");
  };

  const opens = (element) =>
    !element || says(element, "(", "[", "{", "|", ",", ";", "=", "≈", "<", ">", "≤", "≥", "≠", "←", "→");

  /** A number in a formula: it stands for a magnitude or for a value, and signs are elements. */
  class InMath {
    constructor(element, signed) {
      this.element = element;
      this.children = [...element.childNodes];
      this.minus = null;
      this.wrapper = null;
      this.brackets = [];
      const role = element.getAttribute("data-role"); // which a sign of its own shares
      this.role = role ? { "data-role": role } : {};
      if (signed && says(element.previousElementSibling, MINUS, "-")) {
        this.minus = element.previousElementSibling;
        const ahead = before(this.minus);
        // A difference, whose minus sign becomes a plus, or a sign, which goes.
        this.plus = !(opens(ahead) || ahead.localName === "mo");
        const behind = element.nextElementSibling;
        if (says(this.minus.previousElementSibling, "(") && says(behind, ")")) {
          this.brackets = [this.minus.previousElementSibling, behind];
        }
      }
      const powered = /^msu(p|bsup)$/.test(element.parentElement.localName) && !element.previousElementSibling;
      this.bracketed = powered || !opens(before(element));
      // What is a value, and stands behind a minus sign that is not its own, is the other way round.
      this.turned = signed && !this.minus;
    }

    show(negative, { digits, power }) {
      const turned = this.turned ? !negative : negative;
      if (this.minus) {
        if (this.plus) this.minus.textContent = negative ? MINUS : "+";
        else for (const sign of [this.minus, ...this.brackets]) visible(sign, negative);
      } else this.wrap(turned);
      if (this.element.localName === "mn") {
        this.element.textContent = plain({ digits, power });
      } else {
        const exponent = math("mrow");
        if (power < 0) exponent.append(math("mo", MINUS, { lspace: "0", rspace: "0" }));
        exponent.append(math("mn", String(Math.abs(power))));
        const raised = math("msup");
        raised.append(math("mn", "10"), exponent);
        this.element.replaceChildren(math("mn", digits), math("mo", "×"), raised);
      }
    }

    wrap(negative) {
      if (negative === Boolean(this.wrapper)) return;
      const focused = document.activeElement === this.element;
      if (negative) {
        this.wrapper = math("mrow", "", this.role);
        this.element.replaceWith(this.wrapper);
        const minus = math("mo", MINUS, { lspace: "0", rspace: "0" });
        if (this.bracketed) {
          this.wrapper.append(math("mo", "(", { stretchy: "false" }), minus, this.element);
          this.wrapper.append(math("mo", ")", { stretchy: "false" }));
        } else this.wrapper.append(minus, this.element);
      } else {
        this.wrapper.replaceWith(this.element);
        this.wrapper = null;
      }
      if (focused) this.element.focus({ preventScroll: true });
    }

    reset() {
      this.element.replaceChildren(...this.children);
      if (this.minus) {
        if (this.plus) this.minus.textContent = MINUS;
        else for (const sign of [this.minus, ...this.brackets]) visible(sign, true);
      } else this.wrap(false);
    }
  }

  /** A number in prose, in a table or in a picture: a text with its sign. */
  class InText {
    constructor(element) {
      this.element = element;
      this.text = element.textContent;
      const ahead = element.previousElementSibling;
      if (element instanceof SVGElement && /[=≈]/.test(ahead?.textContent ?? "")) this.relation = ahead;
    }

    show(negative, form) {
      this.element.textContent = (negative ? MINUS : "") + plain(form);
    }

    reset() {
      this.element.textContent = this.text;
    }
  }

  /** While numbers move, what is out of sight is not laid out again; it keeps the room it has. */
  const keepRoom = (yes) => {
    const blocks = [...document.querySelectorAll(".math-display, .diagram, .md-typeset__scrollwrap")];
    const heights = yes ? blocks.map((block) => block.getBoundingClientRect().height) : [];
    blocks.forEach((block, k) => {
      const room = `contain-intrinsic-block-size: auto ${heights[k]}px`;
      if (yes) block.setAttribute("style", `content-visibility: auto; ${room}`);
      else block.removeAttribute("style");
    });
  };

  let places = null; // for each claim: its number on the page, and how it was last shown
  let signs = null; // the relations that may change
  let fixed = null; // numbers that no formula tells, and that cannot follow

  const survey = () => {
    places = [];
    signs = [];
    fixed = [];
    const results = compute(own);
    for (const element of document.querySelectorAll("[data-claim]")) {
      const claim = Number(element.dataset.claim);
      const [, , value, , , output = -1, decimals, flags, scale = 0] = page.claims[claim];
      if (!value) fixed.push(element);
      if (output < 0) continue;
      const inMath = element.namespaceURI === MATH;
      const place = inMath ? new InMath(element, Boolean(flags & 2)) : new InText(element);
      Object.assign(place, { output, decimals, whole: Boolean(flags & 1), scale, grouped: Boolean(flags & 4) });
      place.first = place.last = form(place, results[output]).text;
      places[claim] = place;
      if (place.relation) signs.push({ element: place.relation, text: place.relation.textContent, claims: [claim] });
    }
    for (const element of document.querySelectorAll("[data-relation]")) {
      const claims = relations[element.dataset.relation];
      if (claims.some((claim) => places[claim])) signs.push({ element, text: element.textContent, claims });
    }
  };

  /** How a value is printed at its place, and the text of that as a number. */
  const form = (place, value) => {
    const made = written(Math.abs(value), place.decimals, place.whole, place.scale, place.grouped);
    const digits = made.digits.replaceAll(",", "");
    const negative = value < 0 && Number(digits) !== 0;
    const power = (made.power ?? 0) + (place.scale === -2 ? -2 : 0);
    return { ...made, negative, text: `${negative ? "-" : ""}${digits}e${power}` };
  };

  /** Print the values that follow from some givens. */
  const print = (state, results) => {
    if (!places) survey();
    const shown = [];
    places.forEach((place, claim) => {
      const made = form(place, results[place.output]);
      if (made.text !== place.last) {
        place.last = made.text;
        const changed = made.text !== place.first;
        if (changed) place.show(made.negative, made);
        else place.reset();
        mark(place.element, changed);
      }
      shown[claim] = parsed(made.text);
    });
    const right = new Set();
    const given = state.map((value) => parsed(String(value)));
    exactly(given, shown, rational).forEach((value, k) => {
      if (same(value, shown[exact[k]])) right.add(exact[k]);
    });
    for (const sign of signs) {
      const equal = sign.claims.every((claim) => !places[claim] || right.has(claim));
      const text = sign.text.replace(/[=≈]/, equal ? "=" : "≈");
      if (sign.element.textContent !== text) sign.element.textContent = text;
    }
  };

  /** Put back every character that the page began with. */
  const restore = () => {
    if (!places) return;
    for (const place of places) {
      if (!place) continue;
      place.reset();
      place.last = place.first;
      mark(place.element, false);
    }
    for (const sign of signs) sign.element.textContent = sign.text;
  };

  // ---- What holds for the page as a whole ----------------------------------------------------------

  const pictures = [...document.querySelectorAll("svg:has([data-claim]) > desc")].map((desc) => ({
    desc,
    text: desc.textContent,
    labels: [...desc.parentElement.querySelectorAll("text:has([data-claim])")],
  }));
  const about = "This comes from the page’s code and its own numbers. It does not follow.";

  const announceState = (changed) => {
    document.body.classList.toggle("claims-live", changed);
    for (const element of fixed ?? []) {
      mark(element, changed, "claim-fixed");
      if (changed) element.title = about;
      else element.removeAttribute("title");
    }
    for (const { desc, text, labels } of pictures) {
      const said = labels.map((label) => label.textContent.replace(/\s+/g, " ").trim()).join("; ");
      desc.textContent = changed ? `${said}.` : text;
    }
  };

  // ---- The state, and the one way to change it -----------------------------------------------------

  let start = [...own]; // the givens before any step
  let state = [...own];
  let moved = false; // whether the page shows other numbers than its own
  let steps = 0;
  let fall = []; // the loss before and after each step

  const finite = (numbers) => numbers.every(Number.isFinite);
  const pristine = (values) => values.every((value, k) => Object.is(value, own[k]));

  /** Show a state. Nothing happens, and the answer is false, where a number would overflow. */
  const show = (values) => {
    const results = compute(values);
    if (!finite(values) || !finite(results)) return false;
    state = values;
    const changed = !pristine(values);
    const turned = changed !== moved;
    moved = changed;
    // A formula has its height once it is in its own font.
    if (turned && document.fonts.status === "loaded") keepRoom(moved);
    else if (turned) document.fonts.ready.then(() => keepRoom(moved));
    if (changed) print(values, results);
    else restore();
    announceState(changed);
    document.dispatchEvent(
      new CustomEvent("mathdoctest:values", { detail: changed ? results : null }),
    );
    panel?.refresh(results);
    return true;
  };

  /** The givens as the reader sets them; training begins anew from there. */
  const set = (values) => {
    const before = [start, steps, fall];
    [start, steps, fall] = [values, 0, []];
    if (show(values)) return true;
    [start, steps, fall] = before;
    return false;
  };

  /** The page's own updates, again and again. Returns how many were made before one overflowed. */
  const train = (count) => {
    const before = [steps, [...fall]];
    let values = [...state];
    let results = compute(values, false);
    let made = 0;
    if (!fall.length) fall = [results[loss[0]]];
    for (; made < count; made += 1) {
      const after = [...values];
      for (const [given, output] of next) after[given] = results[output];
      const then = compute(after, false);
      if (!finite(then)) break;
      [values, results] = [after, then];
      fall.push(results[loss[0]]);
    }
    steps += made;
    if (show(values)) return made;
    [steps, fall] = before; // a number that looks further ahead would overflow
    return 0;
  };

  // ---- The state in the address ---------------------------------------------------------------------

  const PREFIX = "#live:";

  const address = () => {
    const parts = [];
    start.forEach((value, k) => {
      if (!Object.is(value, own[k])) parts.push(`${givens[k][1]}=${value}`);
    });
    if (steps) parts.push(`steps=${steps}`);
    return parts.length ? PREFIX + parts.join(",") : "";
  };

  const remember = () => {
    clearTimeout(remember.timer);
    remember.timer = setTimeout(() => {
      const hash = address() || (location.hash.startsWith(PREFIX) ? "" : location.hash);
      if (hash === location.hash) return;
      history.replaceState(history.state, "", hash || location.pathname + location.search);
    }, 250);
  };

  /** Take over the state of an address; what makes no sense in it is passed over. */
  const recall = () => {
    if (!location.hash.startsWith(PREFIX)) return false;
    const values = [...own];
    let count = 0;
    for (const part of decodeURIComponent(location.hash.slice(PREFIX.length)).split(",")) {
      const [name, text = ""] = part.split("=");
      const value = read(text);
      const k = givens.findIndex((given) => given[1] === name);
      if (!Number.isFinite(value)) continue;
      if (k >= 0) values[k] = value;
      if (name === "steps") count = Math.min(Math.max(0, Math.trunc(value)), MOST_STEPS);
    }
    if (!set(values)) return false;
    if (count && next.length) train(count);
    return true;
  };

  /** The number that somebody typed, infinite if it is too large; nothing where it is none. */
  const read = (text) => {
    const tidy = text.trim().replace(/[−–]/g, "-").replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(tidy)) return null;
    return Number(tidy) + 0;
  };

  // ---- The panel ------------------------------------------------------------------------------------

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name === "html") made.innerHTML = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  /** A number for the panel: as it is if it fits into a field, else to as many digits as do. */
  const short = (value) => {
    let text = String(value);
    for (let digits = 6; text.length > 8 && digits > 1; digits -= 1) {
      text = String(Number(value.toPrecision(digits)));
    }
    return text.replaceAll("-", MINUS);
  };

  /** A round number that is no smaller. */
  const nice = (value) => {
    const unit = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map((k) => k * unit).find((round) => round >= value * 0.999999);
  };

  const field = (k) => {
    const [formula, name, , meaning, role] = givens[k];
    const reach = nice(Math.max(1, (role === "learning rate" ? 10 : 1.5) * Math.abs(own[k])));
    const said = element("span", { html: meaning }).textContent || name;
    const complaint = element("p", { class: "live-complaint", id: `live-complaint-${k}`, role: "alert" });
    const slider = element("input", {
      type: "range",
      min: role === "learning rate" ? 0 : -reach,
      max: reach,
      step: reach / 100,
      "aria-label": `${said}, slider`,
      oninput: () => change(Number(slider.value), true),
    });
    const box = element("input", {
      type: "text",
      inputmode: "text",
      spellcheck: "false",
      autocomplete: "off",
      "aria-label": said,
      "aria-describedby": complaint.id,
      oninput: () => {
        const value = read(box.value);
        if (value === null) complain(box.value.trim() ? `“${box.value.trim()}” is not a number` : "There is no number here");
        else change(value, false);
      },
      // Whoever leaves a field without a number in it finds the number that still holds.
      onblur: () => {
        if (box.getAttribute("aria-invalid")) complain("");
        box.value = short(state[k]);
      },
    });
    const complain = (text) => {
      complaint.textContent = text && `${text}. The page keeps ${short(state[k])}.`;
      if (text) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    };
    const change = (value, byslider) => {
      const values = [...state];
      values[k] = value;
      if (!set(values)) {
        complain("With this value a number on the page would overflow");
        return;
      }
      complain("");
      if (byslider) box.value = short(value);
      remember();
    };
    const row = element(
      "div",
      { class: "live-field", "data-role": role },
      element("span", { class: "live-symbol", html: page.formulas[formula], title: said }),
      slider,
      box,
      complaint,
    );
    const refresh = () => {
      slider.value = String(state[k]);
      slider.setAttribute("aria-valuetext", short(state[k]));
      if (document.activeElement !== box) box.value = short(state[k]);
      if (document.activeElement !== box || read(box.value) !== null) complain("");
      row.classList.toggle("live-moved", !Object.is(state[k], own[k]));
    };
    return { row, refresh };
  };

  const counted = (count) => `${count.toLocaleString("en")} ${count === 1 ? "step" : "steps"}`;

  /** The loss of every step, as a line. */
  const chart = () => {
    const SVG = "http://www.w3.org/2000/svg";
    const [width, height] = [240, 72];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("class", "live-chart");
    const role = page.symbols.find(([formula]) => formula >= 0 && formula === loss[1])?.[4];
    if (role) svg.dataset.role = role;
    const line = document.createElementNS(SVG, "polyline");
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("r", "3");
    const [top, bottom, end] = [0, 1, 2].map(() => document.createElementNS(SVG, "text"));
    svg.append(line, dot, top, bottom, end);
    const draw = () => {
      svg.style.display = fall.length > 1 ? "" : "none";
      if (fall.length < 2) return;
      const low = Math.min(...fall);
      const high = Math.max(...fall);
      const stride = Math.max(1, Math.floor(fall.length / width));
      const points = [];
      const at = (k) => [
        4 + (k / (fall.length - 1)) * (width - 8),
        16 + (1 - (high > low ? (fall[k] - low) / (high - low) : 0.5)) * (height - 34),
      ].map((x) => Math.round(x * 10) / 10);
      for (let k = 0; k < fall.length; k += stride) points.push(at(k).join());
      const last = at(fall.length - 1);
      line.setAttribute("points", [...points, last.join()].join(" "));
      dot.setAttribute("cx", last[0]);
      dot.setAttribute("cy", last[1]);
      const write = (text, x, y, anchor, said) => {
        text.textContent = said;
        for (const [name, value] of Object.entries({ x, y, "text-anchor": anchor })) text.setAttribute(name, value);
      };
      write(top, 4, 10, "start", short(high));
      write(bottom, 4, height - 4, "start", short(low));
      write(end, width - 4, height - 4, "end", counted(fall.length - 1));
      svg.setAttribute(
        "aria-label",
        `The loss over ${counted(fall.length - 1)}, from ${short(fall[0])} to ${short(fall.at(-1))}; lowest ${short(low)}`,
      );
    };
    return { svg, draw };
  };

  /** What follows, and what does not. */
  const hint = () => {
    const count = page.claims.filter(([, , value]) => !value).length;
    const kept = count ? `${count === 1 ? "One number" : `${count} numbers`} in a dashed frame, the code and its output keep` : "The code and its output keep";
    return `The numbers in formulas, sentences, tables and pictures follow. ${kept} to the page’s own numbers.`;
  };

  const build = () => {
    const fields = givens.map((_, k) => field(k));
    const body = element("div", { class: "live-body", id: "live-body" });
    let group = "";
    for (const [k, { row }] of fields.entries()) {
      const base = givens[k][1].split("_")[0];
      if (group && base !== group) row.classList.add("live-first");
      group = base;
      body.append(row);
    }
    const status = element("p", { class: "live-status", role: "status" });
    const picture = chart();
    const say = (count, made) => {
      status.dataset.said =
        made < count
          ? `After ${made.toLocaleString("en")} of ${count.toLocaleString("en")} steps a number would overflow. `
          : "";
    };
    if (next.length) {
      const buttons = [[1, "1 step"], [10, "10 steps"], [1000, "1,000 steps"]].map(([count, text]) =>
        element("button", {
          type: "button",
          onclick: () => {
            const room = Math.min(count, MOST_STEPS - steps);
            say(room, train(room));
            panel.refresh(compute(state));
            remember();
          },
        }, text),
      );
      body.append(
        element("div", { class: "live-train", role: "group", "aria-label": "Train" }, ...buttons),
        status,
        picture.svg,
      );
    }
    const copied = element("span", { class: "live-copied", role: "status" });
    const reset = element("button", {
      type: "button",
      onclick: () => {
        say(0, 0);
        set([...own]);
        remember();
      },
    }, "Reset");
    const copy = element("button", {
      type: "button",
      onclick: async () => {
        const link = location.href.split("#")[0] + address();
        try {
          await navigator.clipboard.writeText(link);
          copied.textContent = "Copied";
        } catch {
          // Not allowed, as on a page opened from a disk: the address bar holds the same link.
          history.replaceState(history.state, "", address() || location.pathname + location.search);
          copied.textContent = "The link is in the address bar";
        }
        setTimeout(() => (copied.textContent = ""), 4000);
      },
    }, "Copy link");
    body.append(
      element("div", { class: "live-actions" }, reset, copy, copied),
      element("p", { class: "live-hint" }, hint()),
    );
    const toggle = element("button", {
      type: "button",
      class: "live-toggle",
      "aria-expanded": "false",
      "aria-controls": "live-body",
      onclick: () => unfold(toggle.getAttribute("aria-expanded") === "false"),
    }, "Change the numbers");
    const section = element("section", { class: "live", "aria-label": "Change the numbers" }, toggle, body);
    const unfold = (open) => {
      toggle.setAttribute("aria-expanded", String(open));
      section.classList.toggle("live-open", open);
      document.documentElement.classList.toggle("live-beside", open);
      body.hidden = !open;
    };
    unfold(false);
    section.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || body.hidden) return;
      unfold(false);
      toggle.focus();
    });
    (document.querySelector("main") ?? document.body).prepend(section);
    const refresh = (results) => {
      for (const each of fields) each.refresh();
      reset.disabled = pristine(state);
      if (!next.length) return;
      picture.draw();
      const told = loss[0] >= 0 ? ` Loss ${short(results[loss[0]])}.` : "";
      status.textContent = `${status.dataset.said ?? ""}${counted(steps)} taken.${told}`;
    };
    return { refresh, unfold };
  };

  let panel = null;
  panel = build();
  panel.refresh(compute(state));
  if (recall()) panel.unfold(true);
  addEventListener("hashchange", () => recall() && panel.unfold(true));

  // For the tests, which hold the page's arithmetic against Python's.
  Object.assign(globalThis.mathdoctest, { own, compute, written, plain, show, set, train, state: () => state });
})();
