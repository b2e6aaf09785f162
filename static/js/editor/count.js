// Words and minutes, counted as articles/body/measure.py does; the reasons stand there.

const IDEOGRAPHS = /[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3fffd}]/gu;
const UNSPACED = /[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0edf\u1000-\u109f\u1780-\u17b3]/gu;
const HAS_LETTER = /[\p{L}\p{N}]/u;
const WORDS_A_MINUTE = 238;

// What has to be counted of a piece of text; pieces that no word spans can be counted apart and put together.
export function tally(text) {
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  const others = text.replace(IDEOGRAPHS, " ").replace(UNSPACED, " ").replace(/[—…]/g, " ").split(/\s+/);
  return [others.filter((word) => HAS_LETTER.test(word)).length, count(IDEOGRAPHS), count(UNSPACED)];
}

export function together(tallies) {
  const [others, ideographs, letters] = tallies.reduce((sum, one) => sum.map((part, at) => part + one[at]), [0, 0, 0]);
  return others + Math.ceil(ideographs / 1.6) + Math.ceil(letters / 5);
}

export function words(text) {
  return together([tally(text)]);
}

export function minutes(count) {
  return Math.max(1, Math.round(count / WORDS_A_MINUTE));
}

// “342 of 600 words · 2 min”, or without the length that is planned.
export function sentence(count, planned = 0) {
  const inWords = (number) => `${number.toLocaleString("en")} ${number === 1 ? "word" : "words"}`;
  const time = count ? ` · ${minutes(count)} min` : "";
  if (planned) return `${count.toLocaleString("en")} of ${inWords(planned)}${time}`;
  return count ? inWords(count) + time : "No words yet";
}

// The length that is planned for the story of this form, or 0. `follow` is called when it is changed.
export function plannedIn(form, follow) {
  const field = form?.elements.namedItem("planned_words");
  field?.addEventListener("input", follow);
  return () => Number(field?.value) || 0;
}
