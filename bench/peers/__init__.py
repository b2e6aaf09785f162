"""Other systems with our archive's stories, beside ours: `python -m bench.peers`. A module each finds, fills and serves one."""
