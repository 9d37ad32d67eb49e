"""Speed and scale: what the library costs, and what that is compared to."""
