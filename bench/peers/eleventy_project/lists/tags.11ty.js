import { list, paged } from "../parts.js";

export const data = paged("tagLeaves");

export function render(data) {
  return list(data, data.leaf.name);
}
