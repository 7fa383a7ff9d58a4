// The search page: asks Pagefind's index, whose volumes (a year each) it puts together, and shows what is found.
// Everything that can be read on the page stands in its layout; without this script only the form does nothing.

const AT_ONCE = 10, PATIENCE = 250;
const form = document.querySelector(".ask"), field = form.q, status = form.querySelector("[role=status]");
const list = document.querySelector(".river"), more = document.querySelector(".pages");
const language = document.documentElement.lang, words = form.dataset;

let index, asked = 0, results = [], shown = 0, timer;

// The newest volume brings the engine. Pagefind answers nothing while one volume cannot be had: without that one
// it is begun anew.
async function open(volumes = words.volumes.split(" ")) {
  const [newest, ...older] = volumes, options = { baseUrl: words.home, excerptLength: 32 };
  const engine = await import(new URL(`${newest}pagefind.js`, location.href));
  await engine.options({ ...options, basePath: newest, noWorker: true });
  await engine.init();
  const merged = await Promise.allSettled(older.map((volume) => engine.mergeIndex(volume, options)));
  if (merged.every((one) => one.status === "fulfilled")) return engine;
  await engine.destroy();
  return open([newest, ...older.filter((_, place) => merged[place].status === "fulfilled")]);
}

async function search() {
  const number = ++asked, wanted = field.value.trim();
  history.replaceState(null, "", wanted ? `?q=${encodeURIComponent(wanted)}` : location.pathname);
  if (!wanted || !words.volumes) return show([], wanted && words.none);
  status.textContent = words.busy;
  try {
    const found = await (await (index ??= open())).search(wanted);
    if (number !== asked) return;
    const count = found.results.length;
    await show(found.results, count ? words.found.replace("#", count.toLocaleString(language)) : words.none);
  } catch {
    index = undefined;
    if (number === asked) show([], words.failed);
  }
}

async function show(found, said) {
  list.replaceChildren();
  results = found;
  shown = 0;
  await next();
  status.textContent = said;
}

async function next() {
  const of = results, some = of.slice(shown, shown += AT_ONCE);
  const cards = await Promise.all(some.map((one) => one.data().then(card, () => "")));
  if (of !== results) return;
  list.append(...cards);
  more.hidden = shown >= of.length;
  return cards[0];
}

// A result as `parts/card.html` shows an article. Its texts are put in as texts, never as markup.
function card({ meta, excerpt }) {
  const made = element("article", "card"), about = { lang: meta.lang, dir: meta.dir };
  if (meta.section) made.append(element("p", "kicker", element("span", "", meta.section)));
  const link = element("a", "", meta.title);
  link.href = words.home.replace(/\/$/, "") + meta.url;
  const date = element("time", "", new Date(meta.date).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" }));
  date.dateTime = meta.date;
  made.append(
    Object.assign(element("h2", "", link), about),
    Object.assign(element("p", "", ...marked(excerpt)), about),
    element("p", "small", date),
  );
  return made;
}

// Pagefind gives its excerpt as text in which `<` and `>` are written out, but for those of <mark>.
function marked(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((text, place) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? element("mark", "", plain) : plain;
  });
}

function element(name, kind, ...content) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...content);
  return made;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PATIENCE);
});
more.addEventListener("click", async () => (await next())?.querySelector?.("a").focus());

field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search();
