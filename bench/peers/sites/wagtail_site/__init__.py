"""A small newspaper made with Wagtail, as its handbook begins one. Only a Python with Wagtail reads this folder."""
