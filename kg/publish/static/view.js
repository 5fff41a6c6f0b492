/* The page of `kg view`: draws the graph, its labels and the panel. Every name reaches the page as text, never as HTML. */
(() => {
"use strict";

const data = JSON.parse(document.getElementById("graph-data").textContent);
const byId = (id) => document.getElementById(id);
const names = new Map(data.nodes.map((node) => [node.id, node.label]));
const kinds = new Map(data.nodes.map((node) => [node.id, node.kind]));
const degrees = new Map(data.nodes.map((node) => [node.id, node.degree]));
const sizes = new Map(data.nodes.map((node) => [node.id, node.size]));
const families = new Map(data.groups.map((group) => [group.name, group]));
const edgeOf = new Map(data.edges.map((edge) => [edge.id, edge]));
const off = new Set();                       // types, properties and roles that are unticked
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = window.matchMedia("(max-width: 760px)");
const FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
const LABEL = 13;                            // pixels on the screen, at any zoom
let language = "zh";
let unlinked = false;
let selected = { node: null, edge: null };
let shown = null;                            // draws the panel again, after a change of language

// --- words -------------------------------------------------------------------------------------------------------

const word = (key) => data.texts[language][key];
const label = (name) => {
  const found = data.labels[name] || data.labels[name + "Group"] || {};
  return found[language] || found.en || name;
};
const groupLabel = (name) => {
  if (name === "Deal") return label("FinancingDeal");
  const found = data.labels[name + "Group"] || data.labels[name] || {};
  return found[language] || name;
};
const both = (name) => {
  const found = data.labels[name] || {};
  return [found.zh, found.en].filter(Boolean).join(" · ") || name;
};
const nameOf = (id) => (kinds.get(id) === "FinancingDeal" ? dealName(id) : names.get(id) || id);
const dealName = (id) => label("FinancingDeal") + (data.facts.deals[id].words.amount ? " " + data.facts.deals[id].words.amount : "");
const short = (text) => { const flat = text.replace(/\s+/g, " "); const parts = [...flat]; return parts.length > 14 ? parts.slice(0, 13).join("") + "…" : flat; };

// --- small pieces of page -----------------------------------------------------------------------------------------

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") element.addEventListener("click", value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};
const bdi = (text) => make("bdi", {}, text);
const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", triangle: "M8 2l6.5 11.5h-13z", triangleDown: "M8 14L1.5 2.5h13z",
  hexagon: "M4.5 2.5h7L15 8l-3.5 5.5h-7L1 8z", diamond: "M8 1l6 7-6 7-6-7z", star: "M8 1l2 5h5l-4 3.5L12.5 15 8 11.5 3.5 15 5 9.500 1 6h5z",
};
const icon = (family) => {
  const group = families.get(family);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[group ? group.shape : "star"]);
  path.setAttribute("fill", group ? colour(group) : "#888");
  svg.append(path);
  return svg;
};
const colour = (group) => (dark.matches ? group.dark : group.light);
const familyOf = (kind) => (kind === "FinancingDeal" ? "Deal" : data.types[kind]);
const chip = (id) => make("button", { type: "button", class: "chip", on: () => select(id) }, icon(familyOf(kinds.get(id))), bdi(nameOf(id)));

// --- the graph ----------------------------------------------------------------------------------------------------

const values = new Map();                    // read once, until light and dark change
const css = (name) => {
  if (!values.has(name)) values.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return values.get(name);
};
const paintNode = (node) => {
  const group = families.get(node.family);
  const fill = group ? colour(group) : node.color;
  return { id: node.id, color: { background: fill, border: css("--page"), highlight: { background: fill, border: css("--ink") }, hover: { background: fill, border: css("--ink") } } };
};
const paintEdge = (edge, opacity) => ({
  id: edge.id,
  dashes: edgeIsRole(edge) ? [5, 4] : false,
  color: { color: css("--line"), highlight: css("--accent"), hover: css("--accent"), inherit: false, opacity },
});
const edgeIsRole = (edge) => kinds.get(edge.from) === "FinancingDeal" || kinds.get(edge.to) === "FinancingDeal";
const nodeHidden = (node) => off.has("type:" + node.kind) || (!unlinked && node.degree === 0 && !data.focus.iris.includes(node.id));
const nodes = new vis.DataSet(data.nodes.map((node) => ({
  x: node.x, y: node.y, shape: node.shape, size: node.size, hidden: nodeHidden(node), ...paintNode(node),
})));
const edges = new vis.DataSet(data.edges.map((edge) => ({
  from: edge.from, to: edge.to, smooth: edge.smooth, arrows: edge.arrows, ...paintEdge(edge, 1),
})));
const network = new vis.Network(byId("graph"), { nodes, edges }, data.options);

/** Nodes to keep bright: all, or what is chosen and what it is joined to. */
const bright = () => {
  if (selected.edge) return new Set([edgeOf.get(selected.edge).from, edgeOf.get(selected.edge).to]);
  return new Set(selected.node ? [selected.node, ...network.getConnectedNodes(selected.node)] : names.keys());
};
const repaint = () => {
  const near = bright();
  nodes.update(data.nodes.map((node) => ({ ...paintNode(node), opacity: near.has(node.id) ? 1 : 0.22 })));
  edges.update(data.edges.map((edge) => paintEdge(edge, near.has(edge.from) && near.has(edge.to) ? 1 : 0.25)));
};
const refilter = () => {
  const hidden = new Map(data.nodes.map((node) => [node.id, nodeHidden(node)]));
  nodes.update(data.nodes.map((node) => ({ id: node.id, hidden: hidden.get(node.id) })));
  edges.update(data.edges.map((edge) => ({ id: edge.id, hidden: off.has("link:" + edge.kind) || hidden.get(edge.from) || hidden.get(edge.to) })));
};

// Labels keep their size on the screen and never lie on one another: the best connected first, or those of what
// is chosen and its neighbours alone. Zooming in makes room for more.
const widths = new Map();
const width = (ctx, text) => {
  if (!widths.has(text)) widths.set(text, ctx.measureText(text).width);
  return widths.get(text);
};
const ranked = [...data.nodes].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1)).map((node) => node.id);
const free = (box, boxes) => boxes.every((b) => box[0] > b[2] || box[2] < b[0] || box[1] > b[3] || box[3] < b[1]);
let drawn = [];
const order = () => (selected.edge || selected.node ? [...bright()] : ranked);
const inView = (canvas, at) => at.x > 0 && at.y > 0 && at.x < canvas.clientWidth && at.y < canvas.clientHeight;
const drawLabels = (ctx) => {
  const scale = network.getScale();
  const canvas = byId("graph").querySelector("canvas");
  const places = network.getPositions();
  const visible = order().filter((id) => !nodes.get(id).hidden && inView(canvas, network.canvasToDOM(places[id])));
  const shapes = visible.map((id) => [places[id].x - sizes.get(id), places[id].y - sizes.get(id), places[id].x + sizes.get(id), places[id].y + sizes.get(id)]);
  const boxes = [];
  drawn = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.font = `${LABEL}px ${FONT}`;
  const view = [network.DOMtoCanvas({ x: 0, y: 0 }).x, network.DOMtoCanvas({ x: canvas.clientWidth, y: 0 }).x];
  // The first few may lie on lesser things: a hub without a name would say nothing.
  const fits = visible.map((id, rank) => place(ctx, id, places[id], scale, boxes, rank < 12 ? [] : shapes, view)).filter(Boolean);
  ctx.font = `${LABEL / scale}px ${FONT}`;
  for (const fit of fits) stroke(ctx, fit.text, fit.x, fit.y, scale, css("--ink"));
  drawLinkNames(ctx, scale, boxes);
  ctx.restore();
};
const labelOf = (id) => (kinds.get(id) === "FinancingDeal" ? data.facts.deals[id].words.amount || label("FinancingDeal") : names.get(id));
/** Where a label finds room: under its node, above, right or left of it; null where all four are taken. */
const place = (ctx, id, at, scale, boxes, shapes, view) => {
  const text = short(labelOf(id));
  const [half, tall, gap] = [(width(ctx, text) + 6) / 2 / scale, (LABEL + 4) / scale, sizes.get(id) + 3 / scale];
  const spots = [[at.x, at.y + gap], [at.x, at.y - gap - tall], [at.x + gap + half, at.y - tall / 2], [at.x - gap - half, at.y - tall / 2]];
  for (const [x, y] of spots) {
    const box = [x - half, y, x + half, y + tall];
    if (box[0] < view[0] || box[2] > view[1] || !free(box, boxes) || !free(box, shapes)) continue;
    boxes.push(box);
    drawn.push(names.get(id));
    return { text, x, y };
  }
  return null;
};
const stroke = (ctx, text, x, y, scale, ink) => {
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = css("--page");
  ctx.strokeText(text, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
};
const drawLinkNames = (ctx, scale, boxes) => {
  const ids = selected.edge ? [selected.edge] : selected.node ? network.getConnectedEdges(selected.node) : [];
  for (const id of ids.filter((one) => !edges.get(one).hidden)) {
    const at = middle(id);
    ctx.font = `${LABEL}px ${FONT}`;
    const half = width(ctx, label(edgeOf.get(id).kind)) / 2 / scale;
    const box = [at.x - half, at.y - 8 / scale, at.x + half, at.y + 8 / scale];
    if (!free(box, boxes) && !selected.edge) continue;
    boxes.push(box);
    ctx.font = `${LABEL / scale}px ${FONT}`;
    stroke(ctx, label(edgeOf.get(id).kind), at.x, box[1], scale, css("--accent"));
  }
};
const middle = (id) => network.body.edges[id].edgeType.getPoint(0.5);
network.on("afterDrawing", drawLabels);

// --- the panel ----------------------------------------------------------------------------------------------------

const show = (draw) => {
  shown = draw;
  byId("details").replaceChildren(...draw());
  byId("panel").scrollTop = 0;
  byId("close").hidden = !selected.node && !selected.edge;
  document.body.classList.toggle("open", Boolean(selected.node || selected.edge));
};
const welcome = () => [make("p", { class: "hint" }, data.nodes.length ? word("welcome") : word("empty"))];
const safeUrl = (url) => /^https?:\/\//i.test(url);
const sourceLine = (iri) => {
  const [title, date, publisher, url, file] = data.sources[iri] || ["", "", "", "", ""];
  const head = safeUrl(url) ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, bdi(title || file || iri)) : bdi(title || file || iri);
  return make("cite", {}, head, make("span", {}, [date, publisher, file].filter(Boolean).join(" · ")));
};
const quoteBlock = ([iri, start, prefix, exact, suffix, score]) => {
  const said = exact ? [prefix, make("mark", {}, exact), suffix] : [make("em", {}, word("noQuote"))];
  const where = exact ? `${word("at")} ${start}–${start + [...exact].length} · ` : "";
  return make("figure", {}, make("blockquote", { lang: "zh", dir: "auto" }, ...said), make("figcaption", {}, sourceLine(iri), make("small", {}, `${where}${word("score")} ${score.toFixed(2)}`)));
};
const quoteList = (quotes) => (quotes.length ? quotes.map(quoteBlock) : [make("p", { class: "hint" }, word("noEvidence"))]);
const folded = (quotes) => make("details", { class: "said" }, make("summary", {}, `${word("sentence")} (${quotes.length})`), ...quoteList(quotes));
const section = (title, ...children) => make("section", {}, make("h3", {}, title), ...children);
const pair = (key, ...values) => [make("dt", {}, key), make("dd", {}, ...values)];
const best = (quotes) => quotes.reduce((most, quote) => Math.max(most, quote[5]), 0);

const nodePanel = (id) => () => {
  const facts = data.facts.nodes[id];
  const kind = kinds.get(id);
  const about = [...(facts.codes.length ? pair(word("codes"), facts.codes.join("、")) : []), ...(facts.aliases.length ? pair(word("aliases"), bdi(facts.aliases.join("、"))) : [])];
  return [
    make("p", { class: "kind" }, icon(familyOf(kind)), `${groupLabel(familyOf(kind))} › ${both(kind)}`),
    make("h2", {}, bdi(names.get(id))),
    about.length ? make("dl", {}, ...about) : "",
    ...timeSection(facts.times), ...linkSections(id), ...dealSection(id), ...numberSection(facts.numbers),
    make("p", { class: "iri" }, decode(id)),
  ].filter(Boolean);
};
const decode = (iri) => { try { return decodeURI(iri); } catch { return iri; } };
const timeSection = (times) => (times.length ? [section(word("times"), ...times.map(([kind, date, quotes]) => make("div", { class: "row" }, make("strong", {}, `${label(kind)} ${date}`), folded(quotes))))] : []);
const linkSections = (id) => {
  const joined = data.edges.filter((edge) => (edge.from === id || edge.to === id) && !edgeIsRole(edge));
  return data.properties.flatMap((name) => [false, true].flatMap((incoming) => {
    const found = joined.filter((edge) => edge.kind === name && (edge.to === id) === incoming);
    return found.length ? [section(`${incoming ? "← " : ""}${both(name)}`, make("ul", { class: "links" }, ...found.map((edge) => linkItem(edge, incoming))))] : [];
  }));
};
const linkItem = (edge, incoming) => {
  const facts = data.facts.edges[edge.id];
  const other = incoming ? edge.from : edge.to;
  const count = make("button", { type: "button", class: "count", "aria-label": `${word("evidence")}: ${nameOf(other)}`, on: () => select(edge.id) }, `${word("evidence")} ${facts.quotes.length}`);
  return make("li", {}, chip(other), facts.roles.length ? make("span", {}, facts.roles.join("、")) : "", count);
};
const dealSection = (id) => {
  const found = Object.keys(data.facts.deals).filter((deal) => Object.values(data.facts.deals[deal].ends).some((ends) => ends.includes(id)));
  return found.length ? [section(word("deal"), make("ul", { class: "links" }, ...found.map((deal) => make("li", {}, chip(deal), make("span", {}, dealWords(deal, id))))))] : [];
};
const dealWords = (deal, id) => {
  const { ends, words } = data.facts.deals[deal];
  const roles = Object.keys(ends).filter((role) => ends[role].includes(id)).map(label);
  return [...roles, words.term, words.rate, words.date].filter(Boolean).join(" · ");
};
const numberSection = (numbers) => {
  if (!numbers.length) return [];
  const head = make("tr", {}, ...["indicator", "value", "unit", "period"].map((key) => make("th", { scope: "col" }, word(key))));
  const rows = numbers.flatMap(([indicator, value, unit, period, quotes]) => [
    make("tr", {}, make("td", {}, indicator), make("td", { class: "number" }, value), make("td", {}, unit), make("td", {}, period.replace("/", " – "))),
    make("tr", { class: "why" }, make("td", { colspan: "4" }, folded(quotes))),
  ]);
  return [section(word("numbers"), make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)))];
};
const edgePanel = (id) => () => {
  const edge = edgeOf.get(id);
  const facts = data.facts.edges[id] || data.facts.deals[kinds.get(edge.from) === "FinancingDeal" ? edge.from : edge.to];
  const score = facts.quotes.length ? [...pair(word("score"), best(facts.quotes).toFixed(2))] : [];
  const roles = (facts.roles || []).length ? pair(word("role"), facts.roles.join("、")) : [];
  return [
    make("h2", { class: "triple" }, chip(edge.from), make("span", { class: "property" }, `— ${both(edge.kind)} →`), chip(edge.to)),
    roles.length || score.length ? make("dl", {}, ...roles, ...score) : "",
    section(word("evidence"), ...quoteList(facts.quotes)),
  ].filter(Boolean);
};
const dealPanel = (id) => () => {
  const deal = data.facts.deals[id];
  const inOrder = (found) => data.roles.filter((role) => role in found).map((role) => [role, found[role]]);
  const ends = inOrder(deal.ends).flatMap(([role, found]) => pair(label(role), ...found.map((end) => (names.has(end) ? chip(end) : decode(end).split("/").pop()))));
  const words = inOrder(deal.words).flatMap(([role, text]) => pair(label(role), text));
  return [
    make("p", { class: "kind" }, icon("Deal"), both("FinancingDeal")), make("h2", {}, dealName(id)),
    make("dl", {}, ...ends, ...words), section(word("evidence"), ...quoteList(deal.quotes)),
  ];
};

// --- choosing -----------------------------------------------------------------------------------------------------

/** Choose a thing, deal or edge by id (null: nothing); with `move` the graph moves there. Returns whether it exists. */
const select = (id, move = true) => {
  const isEdge = edgeOf.has(id);
  if (id !== null && !isEdge && !names.has(id)) return false;
  selected = { node: isEdge ? null : id, edge: isEdge ? id : null };
  network.setSelection({ nodes: selected.node ? [id] : [], edges: isEdge ? [id] : [] }, { highlightEdges: !isEdge });
  repaint();
  show(id === null ? welcome : isEdge ? edgePanel(id) : kinds.get(id) === "FinancingDeal" ? dealPanel(id) : nodePanel(id));
  if (id !== null && move) { reveal(id, isEdge); byId("panel").focus({ preventScroll: true }); }
  network.redraw();
  return true;
};
const reveal = (id, isEdge) => {
  const hiddenNode = isEdge ? [edgeOf.get(id).from, edgeOf.get(id).to] : [id];
  for (const one of hiddenNode) nodes.update({ id: one, hidden: false });
  const position = isEdge ? middle(id) : network.getPosition(id);
  network.moveTo({ position, scale: Math.max(network.getScale(), 0.75), animation: calm() ? false : { duration: 350 } });
};
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
network.on("click", ({ nodes: hit, edges: lines }) => select(hit.length ? hit[0] : lines.length ? lines[0] : null, false));
byId("close").addEventListener("click", () => { select(null); byId("search").focus(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && (selected.node || selected.edge)) select(null); });

const say = (text) => { byId("status").textContent = text; byId("status").classList.toggle("warning", false); };
const search = (text) => {
  const wanted = text.trim();
  const known = ranked.filter((id) => kinds.get(id) !== "FinancingDeal");
  const flat = (id) => names.get(id).replace(/[\r\n]/g, "").trim();   // as an input field gives it
  const found = known.find((id) => flat(id) === wanted) || known.find((id) => flat(id).includes(wanted))
    || known.find((id) => data.facts.nodes[id].aliases.some((alias) => alias.includes(wanted)));
  if (wanted && !found) { byId("status").textContent = word("unknown") + wanted; byId("status").classList.add("warning"); return; }
  if (wanted) { tally(); select(found); }
};
byId("find").addEventListener("submit", (event) => { event.preventDefault(); search(byId("search").value); });
byId("search").addEventListener("change", (event) => { if (event.target.value) search(event.target.value); });

// --- legend, filters, words of the page -----------------------------------------------------------------------------

const tick = (key, checked, change, ...children) => {
  const box = make("input", { type: "checkbox", "data-key": key });
  box.checked = checked;
  box.addEventListener("change", () => { change(box.checked); refilter(); tally(); });
  return make("label", {}, box, ...children);
};
const twoWords = (name) => { const found = data.labels[name] || {}; const [first, second] = language === "zh" ? [found.zh, found.en] : [found.en, found.zh]; return [first || name, make("i", {}, second || "")]; };
const toggle = (key) => (on) => { if (on) off.delete(key); else off.add(key); };
const typeTick = (group, type, count) => tick("type:" + type, !off.has("type:" + type), toggle("type:" + type), icon(group.name), make("span", {}, ...twoWords(type)), make("small", {}, String(count)));
const linkTick = (kind, count) => tick("link:" + kind, !off.has("link:" + kind), toggle("link:" + kind), make("span", {}, ...twoWords(kind)), make("small", {}, String(count)));
const legend = () => {
  const counts = new Map();
  for (const edge of data.edges) counts.set(edge.kind, (counts.get(edge.kind) || 0) + 1);
  const isProperty = ([kind]) => data.properties.includes(kind);
  const sets = data.groups.map((group) => make("fieldset", {}, make("legend", {}, icon(group.name), groupLabel(group.name)), ...group.types.map(([type, count]) => typeTick(group, type, count))));
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const links = [["properties", sorted.filter(isProperty)], ["roles", sorted.filter((one) => !isProperty(one))]].filter(([, found]) => found.length);
  const lists = links.map(([key, found]) => make("fieldset", {}, make("legend", {}, word(key)), ...found.map(([kind, count]) => linkTick(kind, count))));
  const lonely = data.nodes.filter((node) => node.degree === 0).length;
  const extra = lonely ? [tick("unlinked", unlinked, (on) => { unlinked = on; }, make("span", {}, word("unlinked")), make("small", {}, String(lonely)))] : [];
  byId("legend").replaceChildren(...extra, ...sets, ...lists);
};
const tally = () => {
  const visible = data.nodes.filter((node) => !nodeHidden(node));
  const deals = visible.filter((node) => node.kind === "FinancingDeal").length;
  const things = visible.length - deals;
  const alone = data.nodes.filter((node) => nodeHidden(node) && !off.has("type:" + node.kind)).length;
  const links = data.edges.filter((edge) => !edgeIsRole(edge)).length;
  const left = Object.entries(data.omitted.types).map(([type, count]) => `${label(type)} ${count}`);
  const total = Object.values(data.omitted.types).reduce((sum, count) => sum + count, 0);
  say([
    data.focus.name ? word("surroundings") + data.focus.name + " · " : "",
    `${word("shown")} ${things} ${word("things")}、${links} ${word("links")}、${deals} ${word("deals")}${alone ? `${word("besides")} ${alone} ${word("alone")}` : ""}`.replace(/、/g, language === "zh" ? "、" : ", "),
  ].join(""));
  if (!total) return;
  const comma = language === "zh" ? "、" : ", ";
  const why = make("summary", {}, `${word("left")} ${total} ${word("things")}${comma}${data.omitted.links} ${word("links")}`);
  byId("status").append(make("details", { class: "left" }, why, left.join(comma)));
};
const relabel = () => {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = word(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  byId("search").placeholder = word("searchHint");
  byId("language").lang = language === "zh" ? "en" : "zh-CN";
  legend();
  tally();
  show(shown || welcome);
  network.redraw();
};
byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; relabel(); });
byId("fit").addEventListener("click", () => network.fit({ animation: false }));
byId("physics").addEventListener("click", (event) => {
  const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(on));
  network.setOptions({ physics: { enabled: on } });
});
dark.addEventListener("change", () => { values.clear(); repaint(); relabel(); });
byId("filters").open = !narrow.matches;
byId("filters").addEventListener("toggle", () => network.redraw());

// --- start --------------------------------------------------------------------------------------------------------

/** Show the whole graph, or, where that would be too small to read, the surroundings of its hub. */
const start = () => {
  network.fit({ animation: false });
  const hub = data.focus.iris.find((id) => names.has(id)) || ranked[0];
  const least = narrow.matches ? 0.5 : 0.3;
  if (hub && network.getScale() < least) network.moveTo({ position: network.getPosition(hub), scale: Math.max(least, 0.5), animation: false });
};
relabel();
start();
window.lvjin = {
  network, select, search, data,
  labels: () => [...drawn],
  edgePoint: (id) => network.canvasToDOM(middle(id)),
  nodePoint: (id) => network.canvasToDOM(network.getPosition(id)),
};
})();
