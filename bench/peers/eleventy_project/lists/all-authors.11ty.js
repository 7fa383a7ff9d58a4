import { escape } from "../parts.js";

export const data = { layout: "base.11ty.js", permalink: "/authors/", title: "Authors" };

export function render(data) {
  const fronts = data.collections.authorLeaves.filter((leaf) => !leaf.newer).sort((a, b) => (a.name < b.name ? -1 : 1));
  return `<h1>Authors</h1>
<ul>
${fronts.map((leaf) => `<li><a href="${leaf.url}">${escape(leaf.name)}</a></li>`).join("\n")}
</ul>`;
}
