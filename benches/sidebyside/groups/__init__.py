"""The groups of rows of `benches/peers`, a file each, and what only they use."""
