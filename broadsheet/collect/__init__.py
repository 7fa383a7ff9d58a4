"""Collect: other outlets' feeds, read as a good neighbour, become links for an editor to commit."""
