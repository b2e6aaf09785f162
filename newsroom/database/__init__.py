"""Django's two database backends with one thing added, at the place that Django has for it: their queries say what they read.

Whatever makes a query, a view, a template, a related manager or a package, it is compiled here.
"""
