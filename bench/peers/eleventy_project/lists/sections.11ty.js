import { list, paged } from "../parts.js";

export const data = paged("sectionLeaves");

export function render(data) {
  return list(data, data.names.sections[data.leaf.name]);
}
