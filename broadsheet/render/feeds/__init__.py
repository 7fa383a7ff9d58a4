"""Feeds: a feed's view as RSS 2.0, Atom 1.0 or JSON Feed 1.1. An item is told once, whatever the format."""
