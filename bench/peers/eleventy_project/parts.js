// What all layouts share.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export function escape(text) {
  return String(text ?? "").replace(/[&<>"]/g, (one) => ENTITIES[one]);
}

export function time(date) {
  return `<time datetime="${date.toISOString()}">${DAY.format(date)}</time>`;
}

export function card(item) {
  return `<li>
  <h2><a href="${item.url}">${escape(item.data.title)}</a></h2>
  <p>${time(item.date)}</p>
  <p>${escape(item.data.summary)}</p>
</li>`;
}

export function list(data, title) {
  const { items, newer, older } = data.leaf;
  return `<h1>${escape(title)}</h1>
<ol>
${items.map(card).join("\n")}
</ol>
<nav>
${newer ? `<a href="${newer}">Newer</a>` : ""}
${older ? `<a href="${older}">Older</a>` : ""}
</nav>`;
}

// What each list template says of itself: one page for each leaf of a collection.
export function paged(collection) {
  return {
    layout: "base.11ty.js",
    pagination: { data: `collections.${collection}`, size: 1, alias: "leaf" },
    permalink: (data) => data.leaf.url,
  };
}
