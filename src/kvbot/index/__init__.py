"""The fact base as one SQLite file: building it from dossiers and reading from it.

Every SQL statement on the fact base stands in this folder.
"""
