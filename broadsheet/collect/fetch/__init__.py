"""Fetch: a feed asked for over the network, as a good neighbour and never inside anybody's walls."""
