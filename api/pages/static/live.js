// Keeps a page up to date. One tab of a browser listens to the server, for all tabs: over HTTP/1.1
// a browser has six connections and no more. What it hears is only that something changed; each
// page then asks for itself anew, and puts in what differs where nobody loses his place by it.

const main = document.getElementById("main");
const bar = document.getElementById("live-news");
const said = document.getElementById("live-said");
const foot = document.getElementById("live");

// As the server sent it, before other scripts do anything to it.
let sent = ["main", "clock-now", "made-at"].map((id) => document.getElementById(id))
  .filter(Boolean).map(copied);
const {compare, tie} = await import(document.getElementById("live-morph").href);
sent.forEach(({copy, nodes}) => tie(copy, nodes));

const PAUSE_MS = 2_000; // between two looks at a page of which much is said
const SPREAD_MS = 250; // not everybody at once
const SILENCE_MS = 45_000; // three beats: then the stream is not there any more
const LOST_MS = 10_000; // a stream that is taken up again sooner was not missed
const AGAIN_MS = 20_000;
const SAY_MS = 10_000; // how often it is said aloud at most
const KEPT = 200;

const page = {at: main.dataset.liveAt, day: main.dataset.liveDay};
const channel = new BroadcastChannel(`inkoopspoor.stroom.${main.dataset.liveWho}`);
const told = []; // by this tab if it listens: what it heard since `first`
let first = null, source = null, again = 0, beaten = 0, live = null, losing = 0, letGo = null;
let stale = false, looking = false, looked = 0, timer = 0, spoken = 0, speaking = 0, offered = null;

function copied(element) {
  const walker = document.createTreeWalker(element), nodes = [element];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return {id: element.id, copy: element.cloneNode(true), nodes};
}

/** Where this page is asked for: as it is, without what is for one showing only. */
function address() {
  const found = new URL(location.href);
  ["position", "gedaan"].forEach((each) => found.searchParams.delete(each));
  found.hash = "";
  return found;
}

// ---- hearing ----

function hear() {
  const known = page.at ? `?sinds=${encodeURIComponent(page.at)}` : "";
  source = new EventSource(`/stroom${known}`);
  source.addEventListener("begin", (event) => {
    if (first === null) first = page.at || event.lastEventId;
    spread({kind: "begin", from: page.at, id: event.lastEventId, day: event.data});
  });
  source.addEventListener("told", (event) => {
    told.push({id: event.lastEventId, topics: event.data.split(" ")});
    if (told.length > KEPT) first = told.shift().id;
    spread({kind: "told", ...told.at(-1)});
  });
  source.addEventListener("beat", (event) => spread({kind: "beat", day: event.data}));
  source.addEventListener("error", () => {
    spread({kind: "lost"});
    // The browser comes back by itself, but not after an answer that was no stream.
    if (source?.readyState === EventSource.CLOSED) hearAgain(AGAIN_MS * (1 + Math.random()));
  });
}

function hearAgain(soon) {
  source?.close();
  clearTimeout(again);
  again = setTimeout(hear, soon);
}

function spread(message) {
  channel.postMessage(message);
  take(message);
}

/** What a tab that comes later has missed of what this one heard. */
function answer(hello) {
  const last = told.at(-1)?.id ?? first;
  const from = told.findIndex((each) => each.id === hello.at) + 1;
  const later = from ? told.slice(from) : told.filter((each) => after(each.id, hello.at));
  const known = from || hello.at === last || hello.at === first || after(hello.at, first);
  const topics = known ? later.flatMap((each) => each.topics) : ["*"];
  channel.postMessage({kind: "since", to: hello.from, id: last, topics, live});
}

/** Positions in the log have an order; what a provider hears has none. */
function after(one, other) {
  return /^\d+$/.test(one) && /^\d+$/.test(other) && Number(one) > Number(other);
}

function start() {
  const me = crypto.randomUUID?.() ?? String(Math.random());
  channel.onmessage = ({data}) => {
    if (data.kind === "hello") return source && first !== null && answer(data);
    if (data.kind !== "since" || data.to === me) take(data);
  };
  channel.postMessage({kind: "hello", at: page.at, from: me});
  // Where there are no locks (plain HTTP on another machine) each tab in sight listens by itself.
  if (!navigator.locks) return hear();
  navigator.locks.request(channel.name, () => new Promise((end) => { letGo = end; hear(); }));
}

function take(message) {
  if (message.kind === "lost") {
    losing ||= setTimeout(() => show(false), LOST_MS);
    return;
  }
  beaten = Date.now();
  losing = clearTimeout(losing);
  show(message.live ?? true);
  if (message.day && message.day !== page.day) news();
  const gap = message.from !== page.at && !after(page.at, message.from);
  if (message.kind === "begin" && gap) news();
  if (message.topics && concerns(message.topics)) news();
  page.day = message.day ?? page.day;
  page.at = message.id || page.at;
}

function concerns(topics) {
  const mine = main.dataset.live.split(" ");
  return topics.some((each) => each === "*" || mine.includes(each));
}

// ---- showing ----

function news() {
  stale = true;
  if (main.dataset.liveHow === "ask") return offer(); // looking is written down: only when asked
  if (document.hidden || offered) return; // nobody looks; or who looks was told
  clearTimeout(timer);
  const pause = Math.max(0, looked + PAUSE_MS - Date.now());
  timer = setTimeout(look, pause + Math.random() * SPREAD_MS);
}

async function look(asked = false) {
  if (looking) return news();
  looking = true;
  stale = false;
  const at = address().href;
  const {then, failed} = await fetched(at);
  looking = false;
  looked = Date.now();
  if (address().href !== at) return asked ? look(asked) : news(); // a script of ours went on
  if (failed) return missed(asked);
  if (!then) return gone(asked);
  const steps = differs(0, then);
  if (!asked && !welcome(steps)) return offer();
  put(steps, then, asked);
  if (stale) news();
}

/** The page as it is now; none if it is no longer what this address shows, or if it `failed`. */
async function fetched(at) {
  try {
    const answer = await fetch(at, {headers: {"X-Live": "1"}, cache: "no-store"});
    if (answer.status >= 500) return {failed: true};
    if (!answer.ok || answer.redirected) return {};
    const then = new DOMParser().parseFromString(await answer.text(), "text/html");
    return then.getElementById("main")?.dataset.live ? {then} : {};
  } catch {
    return {failed: true};
  }
}

/** What there is to see did not come: nothing is known to be gone, so nothing is taken away. */
function missed(asked) {
  stale = true;
  if (asked) {
    show(false);
    say(foot.querySelector("[data-off]").textContent, asked);
  }
  setTimeout(news, AGAIN_MS * (1 + Math.random()));
}

/** Something else stands at this address: only who asks for it leaves what is here. */
function gone(asked) {
  if (asked) return location.reload();
  offer();
}

/** A script of ours put this in the place of what had its id, and did nothing to it yet. */
function swapped({target}) {
  const {copy, nodes} = copied(target);
  tie(copy, nodes);
  sent[0].copy.querySelector(`#${CSS.escape(target.id)}`)?.replaceWith(copy);
}

function differs(at, then) {
  const other = sent[at] && then.getElementById(sent[at].id);
  return other ? compare(sent[at].copy, other) : [];
}

/** Whether all of it can be put in without taking from somebody what he is looking at. */
function welcome(steps) {
  const moves = steps.filter((each) => each.moves);
  if (main.dataset.liveHow === "now") return !moves.some(takesFocus);
  if (steps.length && selecting()) return false;
  return !moves.some((each) => takesFocus(each) || seen(each.edge()));
}

function takesFocus(step) {
  return Boolean(step.takes?.contains(document.activeElement));
}

function seen(edge) {
  return edge >= 0 && edge < innerHeight;
}

function selecting() {
  const chosen = getSelection();
  return !chosen.isCollapsed && main.contains(chosen.anchorNode);
}

function put(steps, then, asked) {
  const line = saying();
  const held = anchor(steps);
  const before = held?.getBoundingClientRect().top;
  const focused = document.activeElement;
  const root = document.documentElement;
  root.style.overflowAnchor = "none"; // not held by the browser too
  const around = sent.slice(1).flatMap((_, at) => differs(at + 1, then));
  for (const each of [...steps, ...around]) each.run();
  sent = sent.map(({id, copy}) => ({id, copy: then.getElementById(id) ?? copy}));
  if (held?.isConnected) scrollBy({top: held.getBoundingClientRect().top - before, behavior: "instant"});
  requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ""; }));
  if (asked && (focused === document.body || bar.contains(focused) || !focused?.isConnected)) {
    main.focus({preventScroll: true});
  }
  document.title = then.title;
  const busily = main.dataset.liveHow === "now";
  Object.assign(main.dataset, then.getElementById("main").dataset);
  foot.querySelector("[data-made]").textContent = then.querySelector("[data-made]").textContent;
  withdraw();
  if (!steps.length) return;
  if (asked) light(steps);
  const now = saying();
  if (now !== line) say(now, asked);
  else if (asked || !busily) say(said.dataset.done, asked);
  document.dispatchEvent(new Event("live:shown"));
}

/** What is to stay where it is: what has the focus, or else the first thing in sight that stays. */
function anchor(steps) {
  const gone = steps.map((each) => each.takes).filter(Boolean);
  const stays = (each) => !gone.some((one) => one.contains(each));
  const active = document.activeElement;
  if (main.contains(active) && active !== main && stays(active) && seen(active.getBoundingClientRect().top)) {
    return active;
  }
  if (scrollY === 0) return null;
  const inSight = [...main.querySelectorAll("tr, li, p, h1, h2, h3, dt, summary, label, figure")];
  return inSight.find((each) => stays(each) && each.getClientRects().length &&
    seen(each.getBoundingClientRect().top));
}

function offer() {
  if (!offered) say(said.dataset.news);
  offered = true;
  bar.hidden = false;
}

function withdraw() {
  offered = null;
  bar.hidden = true;
}

function light(steps) {
  const fresh = steps.map((each) => each.made ?? each.near).filter((each) => each?.classList && each !== main);
  fresh.forEach((each) => each.classList.add("is-news"));
  setTimeout(() => fresh.forEach((each) => each.classList.remove("is-news")), 6_000);
}

/** What a page counts aloud while something goes on, such as how many letters were sent. */
function saying() {
  return main.querySelector("[data-live-says]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function say(words, soon = false) {
  clearTimeout(speaking);
  if (soon) spoken = 0;
  speaking = setTimeout(() => {
    spoken = Date.now();
    said.textContent = words;
  }, Math.max(100, spoken + SAY_MS - Date.now()));
}

function show(now) {
  if (now === live) return;
  live = now;
  foot.querySelector("[data-on]").hidden = !now;
  foot.querySelector("[data-off]").hidden = now;
}

// ---- beginning and ending ----

document.getElementById("live-show").addEventListener("click", () => {
  if (!looking && (stale || offered)) look(true);
});
document.addEventListener("live:swapped", swapped);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && stale) news();
});
addEventListener("pagehide", () => {
  source?.close();
  source = null;
  letGo?.();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
setInterval(() => {
  if (live && Date.now() - beaten > SILENCE_MS) {
    show(false);
    if (source) hearAgain(0);
  }
}, 5_000);
start();
