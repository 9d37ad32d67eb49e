"""An answer in words: English, Korean or Vietnamese."""
