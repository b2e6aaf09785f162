"""Work that nobody waits for: mails and clean-up, done by `manage.py worker` from tasks in the site's own database.

A task is a row that is written in the transaction of whatever caused it: no commit without its mail, no mail without
its commit. It is done at least once: tried again when it fails, given to another worker when its own was killed, and
shown to those who run the site when it has failed for good. Nothing that readers or editors see waits for it.
"""
