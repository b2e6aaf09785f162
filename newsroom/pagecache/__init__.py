"""The page cache: whole pages in front of Django, private to each process, never older than what the database says.

- `door` takes requests before Django does, `addresses` says which pages may be kept, `wire` what a browser gets;
- `reading` and `accounts.keys` collect what a page is made of, `log` asks the database what changed since;
- `parts` are kept as pages are, for the pages that are made of them;
- `cache` puts them together, `flight` lets many wait for one render, `copies` keeps memory bounded.

What must hold, whatever else changes here:

1. A change row commits with its change or not at all: triggers write it (`accounts.watched`).
2. A copy holds data at least as new as the process's token when its render began; each later change to its keys removes it
   before the next hit after a question.
3. No hit is served on an answer whose question was sent longer than the lease ago, but for a database that is silent.
4. One instant for a whole request, from the clock that also lets hours come; it never leads the database's and never goes back.
5. Who waits for a render never gets one that began before the last change that they could have seen.
6. Doubt drops everything. The worst that a defect can then do is to cost renders.
"""
