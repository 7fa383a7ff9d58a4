"""Feeds: what strangers sent, read and made into items that may stand in our pages. Fetches nothing."""
