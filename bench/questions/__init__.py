"""Questions with right answers about the shipped base, and how many of them kvbot gets right.

tuned.jsonl was worked with; kept.jsonl was written apart and only ever counted. A line has
the question, whether the documents answer it, what a right answer has to say (of each group
one wording), what it must not say, and the words of the documents that prove it.
"""
