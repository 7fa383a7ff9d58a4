import { escape, time } from "../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(data) {
  const { sections, authors } = data.names;
  return `<article>
  <header>
    <p>${escape(sections[data.section])}</p>
    <h1>${escape(data.title)}</h1>
    <p>${escape(data.summary)}</p>
    <p>${data.authors.map((slug) => `<a href="/authors/${slug}/">${escape(authors[slug])}</a>`).join(" ")}
    ${time(data.page.date)}</p>
  </header>
  ${data.content}
  <ul>
${data.topics.map((tag) => `<li><a href="/tags/${tag}/">${escape(tag)}</a></li>`).join("\n")}
  </ul>
</article>`;
}
