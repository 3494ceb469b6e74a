// Makes what is shown into what the server would show now: what the server sent before is held
// against what it sends now, and only what differs is done to the document. What readers and other
// scripts did to it themselves is theirs: what they typed, what they opened, what they added.

const INLINE = new Set(["A", "ABBR", "B", "CODE", "DEL", "EM", "I", "INS", "SMALL", "SPAN",
  "STRONG", "SUB", "SUP", "TIME"]);
const MOST_CELLS = 250_000; // beyond so many comparisons lists are not matched but replaced

const shown = new WeakMap(); // what the server once sent, and what it became in the document
const left = new WeakSet(); // what was left as it was, because it was somebody's own just then

/** Remember which nodes of the document those of this copy stand for: both in document order. */
export function tie(copy, nodes) {
  for (const [at, node] of inOrder(copy).entries()) shown.set(node, nodes[at]);
}

/** The steps from what the server sent before to what it sends now, none of them done yet.
 *  `moves`: it makes other things go up or down, from `edge` on; `takes`: it takes this away. */
export function compare(was, is) {
  const steps = [];
  match(was, is, steps);
  return steps;
}

function inOrder(root) {
  const walker = document.createTreeWalker(root), nodes = [root];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Whether somebody is filling in this form: then it is left alone. */
function busy(form) {
  if (form.contains(document.activeElement) && typing(document.activeElement)) return true;
  return [...form.elements].some(changed);
}

function typing(field) {
  return field.matches("input:not([type=hidden]), textarea, select");
}

function changed(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.options) {
    const given = [...field.options].filter((each) => each.defaultSelected);
    const first = given.length || field.multiple ? given : [field.options[0]];
    return [...field.selectedOptions].some((each) => !first.includes(each));
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function match(was, is, steps) {
  const live = shown.get(was);
  shown.set(is, live);
  if (!live?.isConnected) return; // a script of ours put something else there
  if (was.nodeType !== Node.ELEMENT_NODE) {
    if (was.data !== is.data) steps.push({near: live.parentElement, run: () => { live.data = is.data; }});
    return;
  }
  if (kept(live)) return left.add(live);
  if (left.has(live)) {
    was = live.cloneNode(true);
    tie(was, inOrder(live));
  }
  if (was.isEqualNode(is)) return tie(is, inOrder(was).map((each) => shown.get(each)));
  attributes(was, is, live, steps);
  children(was, is, live, steps);
}

function kept(element) {
  return element.hasAttribute("data-live-keep") || (element.nodeName === "FORM" && busy(element));
}

/** Whether taking this away would take something that is somebody's own. */
function holds(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  return kept(node) || node.querySelector("[data-live-keep]:not([hidden])") !== null ||
    [...node.querySelectorAll("form")].some(busy);
}

function attributes(was, is, live, steps) {
  const names = new Set([...was.getAttributeNames(), ...is.getAttributeNames()]);
  if (live.nodeName === "DETAILS") names.delete("open");
  // The key of a form names one sending of it, and each page that is made has another.
  if (live.nodeName === "INPUT" && live.name === "key") names.delete("value");
  for (const name of names) {
    const value = is.getAttribute(name);
    if (name.startsWith("data-live") || value === was.getAttribute(name)) continue;
    const run = value === null ? () => live.removeAttribute(name) : () => live.setAttribute(name, value);
    steps.push({near: live, run});
  }
}

function children(was, is, live, steps) {
  const old = [...was.childNodes].filter(counts);
  const fresh = [...is.childNodes].filter(counts);
  const pairs = paired(old, fresh);
  for (const node of old) {
    const takes = shown.get(node);
    if (!pairs.has(node) && takes?.isConnected && !holds(takes)) {
      steps.push({near: takes, edge: () => top(takes), moves: block(takes), takes, run: () => takes.remove()});
    }
  }
  const after = new Map([...pairs].map(([node, other]) => [other, node]));
  let next = null, below = null; // from the end, so that what stands after each is known
  for (const node of fresh.reverse()) {
    const same = after.get(node);
    if (same) match(same, node, steps);
    below = same ? shown.get(same) : below;
    next = same ? below : insert(live, node, next, below, steps);
  }
}

/** Puts a new node before the one that comes next; `below` is what stands there now. */
function insert(parent, node, next, below, steps) {
  const made = document.importNode(node, true);
  tie(node, inOrder(made));
  steps.push({near: parent, edge: () => (below?.isConnected ? top(below) : bottom(parent)),
    moves: block(node), made,
    run: () => {
      parent.insertBefore(made, next?.parentNode === parent ? next : null);
      parent.insertBefore(document.createTextNode("\n"), made);
    }});
  return made;
}

function counts(node) {
  return node.nodeType === Node.ELEMENT_NODE || (node.nodeType === Node.TEXT_NODE && node.data.trim());
}

function block(node) {
  return node.nodeType === Node.ELEMENT_NODE && !INLINE.has(node.nodeName);
}

function top(node) {
  const range = document.createRange();
  range.selectNode(node);
  return range.getBoundingClientRect().top;
}

function bottom(element) {
  return element.getBoundingClientRect().bottom;
}

/** What a node is known by among its neighbours; rows and items by what they lead to, what folds
 *  by what can be done in it: or it would stand open with another's content; all else by what it
 *  is, so that what one part of a page says does not come to stand in another. */
function mark(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "text";
  const known = node.id || node.getAttribute("action") ||
    (/^(TR|LI|ARTICLE)$/.test(node.nodeName) && node.querySelector("a[href]")?.getAttribute("href")) ||
    (node.nodeName === "DETAILS" && (node.querySelector("form[action]")?.getAttribute("action") ||
      node.querySelector("summary")?.textContent.trim())) ||
    node.getAttribute("aria-labelledby") || node.getAttribute("name") || node.classList[0] || "";
  return `${node.nodeName} ${known}`;
}

/** Which old node is which new one: those that are the same from either end, and in between the
 *  longest row of nodes that kept their order. */
function paired(old, fresh) {
  const pairs = new Map();
  const was = old.map(mark), is = fresh.map(mark);
  let start = 0, end = 0;
  while (start < Math.min(was.length, is.length) && was[start] === is[start]) start += 1;
  while (end < Math.min(was.length, is.length) - start && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  for (let at = 0; at < start; at += 1) pairs.set(old[at], fresh[at]);
  for (let at = 1; at <= end; at += 1) pairs.set(old.at(-at), fresh.at(-at));
  const some = was.slice(start, was.length - end), others = is.slice(start, is.length - end);
  for (const [one, other] of common(some, others)) pairs.set(old[start + one], fresh[start + other]);
  return pairs;
}

function common(was, is) {
  const found = [];
  if (was.length * is.length > MOST_CELLS) return found;
  const longest = Array.from({length: was.length + 1}, () => new Uint32Array(is.length + 1));
  for (let one = was.length - 1; one >= 0; one -= 1) {
    for (let other = is.length - 1; other >= 0; other -= 1) {
      longest[one][other] = was[one] === is[other] ? longest[one + 1][other + 1] + 1
        : Math.max(longest[one + 1][other], longest[one][other + 1]);
    }
  }
  for (let one = 0, other = 0; one < was.length && other < is.length;) {
    if (was[one] === is[other]) found.push([one++, other++]);
    else if (longest[one + 1][other] >= longest[one][other + 1]) one += 1;
    else other += 1;
  }
  return found;
}
