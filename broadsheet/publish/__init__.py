"""Publish: rendered bytes become files in `site/`, each whole at any moment, the manifest last."""
