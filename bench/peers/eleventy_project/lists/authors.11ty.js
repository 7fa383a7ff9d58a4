import { list, paged } from "../parts.js";

export const data = paged("authorLeaves");

export function render(data) {
  return list(data, data.names.authors[data.leaf.name]);
}
