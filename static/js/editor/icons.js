// The toolbar's signs, drawn on a field of 24 × 24.
const PATHS = {
  paragraph: "M13 4v16M17 4v16M19 4H9.5a4.5 4.5 0 0 0 0 9H13",
  h2: "M4 6v12M12 6v12M4 12h8M16 10.5a2.3 2.3 0 0 1 4.5.6c0 2.5-4.5 3.4-4.5 6.9h5",
  h3: "M4 6v12M12 6v12M4 12h8M16.5 10a2.1 2.1 0 1 1 2 3.7 2.2 2.2 0 1 1-2.3 3.4",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14.5 5l-5 14",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  bullets: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.500 5.500 4v4M4 8h3M4 15.500a1.500 1.500 0 0 1 3 .3c0 1.200-3 1.900-3 3.200h3",
  quote: "M9.500 7C6.500 8 5 10 5 13.500V17h5v-5H7M19.500 7c-3 1-4.500 3-4.500 6.500V17h5v-5h-3",
  pullquote: "M5 4h14M5 20h14M11 8.500c-1.900.7-3 2-3 4.300V15.500h3.300v-3.300H9.500M17 8.500c-1.900.7-3 2-3 4.300V15.500h3.300v-3.300h-1.800",
  picture: "M4 5h16v14H4zM4 16l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9.500h.01",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M12 5v14",
  card: "M3 6h18v12H3zM6.500 10h8M6.500 14h5M17.500 10h.01",
  gallery: "M3 8h11v11H3zM7 8V5h13v11h-6M3 16l3-3 3 3",
  factbox: "M4 4h16v16H4zM4 9h16M8 13h8M8 16.500h5",
  footnote: "M4 8h8M4 13h6M4 18h12M17 5l2-1v7",
  codeBlock: "M4 4h16v16H4zM10 9l-3 3 3 3M14 9l3 3-3 3",
  code: "M9 8l-4 4 4 4M15 8l4 4-4 4",
  insert: "M12 5v14M5 12h14",
  find: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.500 16.500 20 20",
  storyCard: "M4 5v14M8 7h12M8 11h12M8 15h7",
  note: "M4 5h16v11h-9l-4 4v-4H4z",
  rule: "M4 12h16",
  undo: "M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3",
  redo: "M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h3",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.600 2.200c-.8.400-1.100.900-1.100 1.800M12 16.500h.01",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" })) svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}
