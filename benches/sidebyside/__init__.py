"""What `benches/peers` is made of: programs run side by side, and what their times say."""
