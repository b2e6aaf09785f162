"""Telling a shared cache in front of the site (Varnish, Fastly, Cloudflare) which pages are not true any more.

- `caches` is one interface to all of them: which header names a page's keys, which requests drop some keys or all;
- `news` asks the database what changed since the shared cache was last told of it, `telling` makes tasks of that;
- `sending` does the requests. It is the worker who listens and sends, never a process that answers readers.

What must hold:

1. The place up to which was told moves on in the transaction that makes the tasks: nothing is told never.
2. Each change is told twice: when every serving process has heard of it, and again when a page that was begun before it
   must have arrived.
3. Doubt drops everything, as in the page cache.
4. What a shared cache may keep, for how long at most, is said by the page cache alone, and only of what it keeps itself.
"""
