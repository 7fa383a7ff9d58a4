// eleventy, doing the nearest same work as broadsheet: articles, lists of sections, tags and authors by 20, one feed
// of 20. It has no related content and gets none. What makes it fast: layouts that are JavaScript themselves, without a
// template language between; Markdown without a second language run over it; .gitignore not asked. And tags are called
// topics: of each of its own `tags` eleventy makes a collection by going through all articles, which at 10,000 articles
// with 3,000 tags is most of 98 seconds; grouped here, in one go, all of it takes 13. Only the feed, which is the
// plugin's own, is Nunjucks.
import { feedPlugin } from "@11ty/eleventy-plugin-rss";

const LEAF = 20;

export default function (config) {
  config.setUseGitIgnore(false);
  config.addCollection("latest", (all) => articles(all).slice(0, LEAF));
  config.addCollection("feed", (all) => articles(all).slice(0, LEAF).reverse());
  config.addCollection("sectionLeaves", (all) => leaves("", grouped(all, (data) => [data.section])));
  config.addCollection("tagLeaves", (all) => leaves("/tags", grouped(all, (data) => data.topics)));
  config.addCollection("authorLeaves", (all) => leaves("/authors", grouped(all, (data) => data.authors)));
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: "/feed.xml",
    collection: { name: "feed", limit: LEAF },
    metadata: { language: "en", title: "The Yardstick", subtitle: "", base: "https://news.example.org/" },
  });
  return {
    templateFormats: ["md", "11ty.js", "njk"],
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    dir: { input: ".", output: "_site" },
  };
}

// Newest first.
function articles(all) {
  return all.getAllSorted().filter((item) => item.data.section).reverse();
}

function grouped(all, names) {
  const groups = new Map();
  for (const item of articles(all)) {
    for (const name of names(item.data) ?? []) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    }
  }
  return groups;
}

// One value for each page of each list, as eleventy's manual pages a list of lists.
function leaves(folder, groups) {
  const found = [];
  for (const [name, items] of groups) {
    const front = `${folder}/${name}/`;
    const address = (number) => (number ? `${front}page/${number + 1}/` : front);
    for (let number = 0; number * LEAF < items.length; number++) {
      const more = (number + 1) * LEAF < items.length;
      found.push({
        name,
        url: address(number),
        items: items.slice(number * LEAF, (number + 1) * LEAF),
        newer: number ? address(number - 1) : "",
        older: more ? address(number + 1) : "",
      });
    }
  }
  return found;
}
