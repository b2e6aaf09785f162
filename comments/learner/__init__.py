"""What moderators decide teaches a filter to tell spam: their own words, their own decisions, nothing from elsewhere.

Multinomial naive Bayes over words, pairs of words and a few marks. It says nothing before it has seen enough of both
kinds, it may hold and never more, it says which words weighed most, and a blind sample tells how well it judges.
"""
