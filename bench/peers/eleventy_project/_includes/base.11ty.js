import { escape } from "../parts.js";

export function render(data) {
  const title = data.title ?? data.leaf?.name ?? "The Yardstick";
  const address = "https://news.example.org" + data.page.url;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} — The Yardstick</title>
${data.summary ? `<meta name="description" content="${escape(data.summary)}">` : ""}
<link rel="canonical" href="${address}">
<meta property="og:url" content="${address}">
<meta property="og:title" content="${escape(title)}">
<link rel="alternate" type="application/rss+xml" title="The Yardstick" href="/feed.xml">
</head>
<body>
<header>
  <p><a href="/">The Yardstick</a></p>
  <nav>
${Object.entries(data.names.sections).map(([slug, name]) => `<a href="/${slug}/">${escape(name)}</a>`).join("\n")}
  </nav>
</header>
<main>
${data.content}
</main>
<footer><p>The Yardstick</p></footer>
</body>
</html>
`;
}
