import { card } from "./parts.js";

export const data = { layout: "base.11ty.js", permalink: "/" };

export function render(data) {
  return `<h1>The Yardstick</h1>
<ol>
${data.collections.latest.map(card).join("\n")}
</ol>`;
}
