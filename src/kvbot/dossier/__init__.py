"""The files of the fact base: reading, checking, and writing them."""
