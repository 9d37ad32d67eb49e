"""What people type, understood: periods, kinds, and the words of a topic."""
