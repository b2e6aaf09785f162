"""Who stands behind a byline, and what may readers know of them?"""
