"""What people type, understood: periods, kinds, topics, and questions in words."""
