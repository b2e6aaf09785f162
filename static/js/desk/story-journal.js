// What the server has not confirmed yet, kept in this browser: one entry for each open page, gone when all is saved.
// IndexedDB, because it survives a browser that is killed. Without it (some private windows) nothing is kept, and
// `write` says so.

const MOST = 60; // entries; beyond that the oldest that are older than this go
const LONG_AGO = 60 * 24 * 60 * 60 * 1000; // milliseconds
let opened;

function store(mode) {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("newsroom-desk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("unsaved", { keyPath: "tab" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened.then((database) => database.transaction("unsaved", mode, { durability: "strict" }).objectStore("unsaved"));
}

async function run(mode, ask) {
  const entries = await store(mode);
  const asked = ask(entries);
  return new Promise((resolve, reject) => {
    entries.transaction.oncomplete = () => resolve(asked.result);
    entries.transaction.onabort = entries.transaction.onerror = () => reject(entries.transaction.error);
  });
}

// entry: {tab, person, story, at, version, base, began, pending, now}. Resolves to whether it is kept.
export async function write(entry) {
  try {
    await run("readwrite", (entries) => entries.put(entry));
    return true;
  } catch {
    return false;
  }
}

export async function forget(tab) {
  try {
    await run("readwrite", (entries) => entries.delete(tab));
  } catch {
    // nothing was kept, so nothing stays
  }
}

// The entries of this person for this story ("" for a new one) whose pages are not open any more, newest first.
export async function left(person, story) {
  let all;
  try {
    all = await run("readonly", (entries) => entries.getAll());
  } catch {
    return [];
  }
  await sweep(all);
  const open = await openTabs();
  const mine = all.filter((entry) => entry.person === person && entry.story === story && !open(entry));
  return mine.sort((a, b) => b.at - a.at);
}

async function sweep(all) {
  const old = all.sort((a, b) => b.at - a.at).slice(MOST).filter((entry) => Date.now() - entry.at > LONG_AGO);
  for (const entry of old) await forget(entry.tab);
}

// Each page holds a lock in its name as long as it lives, also when it sleeps. Where there are no locks (a page without
// TLS) a page that has written within the last minute counts as open.
export function stayOpen(tab) {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve();
    navigator.locks.request(`newsroom-page-${tab}`, () => {
      resolve();
      return new Promise(() => {});
    });
  });
}

async function openTabs() {
  if (!navigator.locks) return (entry) => Date.now() - entry.at < 60_000;
  const { held } = await navigator.locks.query();
  const names = new Set(held.map((lock) => lock.name));
  return (entry) => names.has(`newsroom-page-${entry.tab}`);
}
