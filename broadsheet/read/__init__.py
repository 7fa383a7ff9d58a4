"""Read: files in `content/` become documents, and documents become entries, or problems."""
