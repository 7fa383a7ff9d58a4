"""Render: a page and its layout become bytes; so do a feed, and the files a layout needs."""
