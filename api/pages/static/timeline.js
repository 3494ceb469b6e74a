// A timeline that is walked with the arrow keys, zoomed with + and -, and lights up the row of the
// table that belongs to what is pointed at. Without this file its names and buttons are links.
(() => {
  const names = () => [...document.querySelectorAll(".tl-name")];

  const light = (key, on) => {
    for (const each of [document.getElementById(key), document.getElementById(`tl-${key}`)]) {
      each?.toggleAttribute("data-lit", on);
    }
  };

  const keyOf = (target) => {
    const name = target.closest?.(".tl-name");
    if (name) return name.dataset.item;
    const row = target.closest?.("tr[id]");
    return row && document.getElementById(`tl-${row.id}`) ? row.id : null;
  };

  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => light(keyOf(event.target), true));
    document.addEventListener(off, (event) => light(keyOf(event.target), false));
  }

  // One stop of the tab key for each drawing: the arrow keys go on from there.
  const stop = (line, on) => {
    for (const link of line.querySelectorAll("a")) link.tabIndex = on ? 0 : -1;
  };
  const rove = () => {
    for (const drawing of document.querySelectorAll(".timeline")) {
      drawing.querySelectorAll(".tl-line").forEach((each, place) => stop(each, place === 0));
    }
    for (const each of document.querySelectorAll("[data-keys]")) each.hidden = false;
  };

  const step = (from, by) => {
    const all = names();
    const place = Math.min(Math.max(all.indexOf(from) + by, 0), all.length - 1);
    const to = all[place];
    for (const each of to.closest(".timeline").querySelectorAll(".tl-line")) {
      stop(each, each.contains(to));
    }
    to.focus();
  };

  const stretch = (address = location.href) => {
    const { pathname, search } = new URL(address);
    return pathname + search;
  };
  let shown = stretch();
  let asked = null;

  const fetched = async (address) => {
    asked?.abort();
    asked = new AbortController();
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // Shows another stretch of time without leaving one's place on the page.
  const show = (address) => fetched(address).then((next) => put(next, address), (error) => {
    if (error.name !== "AbortError") leave(address);
  });

  // What cannot be shown here the browser shows, or says why it cannot.
  const leave = (address) => (address === location.href ? location.reload() : location.assign(address));

  const put = (next, address) => {
    const focused = document.activeElement;
    const mark = focused?.dataset?.zoom ? `[data-zoom="${CSS.escape(focused.dataset.zoom)}"]` : null;
    const id = focused?.id ? `#${CSS.escape(focused.id)}` : null;
    for (const each of document.querySelectorAll("[data-swap]")) {
      if (each.parentElement.closest("[data-swap]")) continue;
      const other = next.getElementById(each.id);
      if (!other) return leave(address);
      const node = document.importNode(other, true);
      each.replaceWith(node);
      node.dispatchEvent(new Event("live:swapped", { bubbles: true }));
      for (const hint of node.querySelectorAll("[data-keys]")) hint.hidden = false;
    }
    for (const name of ["van", "tot"]) {
      const field = document.getElementById(name);
      const other = next.getElementById(name);
      if (field && other) field.value = other.value;
    }
    shown = stretch(address);
    if (shown !== stretch()) history.pushState({ timeline: true }, "", shown);
    rove();
    const back = (mark && document.querySelector(mark)) || (id && document.querySelector(id));
    back?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-zoom]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href);
  });
  // Also a link to a row of the table comes by here: that shows no other stretch.
  addEventListener("popstate", () => (stretch() === shown ? asked?.abort() : show(location.href)));

  // Closer to what has the focus, instead of to the middle of what is shown.
  const towards = (address, middle) => {
    const url = new URL(address);
    const [first, last] = ["van", "tot"].map((name) => Date.parse(url.searchParams.get(name)));
    const by = Date.parse(middle) - (first + last) / 2;
    if (Number.isNaN(by)) return address;
    for (const [name, day] of [["van", first], ["tot", last]]) {
      url.searchParams.set(name, new Date(day + by).toISOString().slice(0, 10));
    }
    return url.href;
  };

  const ZOOM = { "+": "closer", "=": "closer", "-": "wider", "0": "whole", ArrowLeft: "earlier", ArrowRight: "later" };
  const WALK = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const name = event.target.closest?.(".tl-name");
    if (name && event.key in WALK) {
      event.preventDefault();
      step(name, WALK[event.key]);
    } else if (event.key in ZOOM && event.target.closest?.(".timeline, .tl-zoom")) {
      const link = document.querySelector(`.tl-zoom [data-zoom="${ZOOM[event.key]}"]`);
      if (!link) return;
      event.preventDefault();
      const middle = ZOOM[event.key] === "closer" && name?.dataset.middle;
      show(middle ? towards(link.href, middle) : link.href);
    }
  });

  document.addEventListener("live:shown", rove);
  rove();
})();
