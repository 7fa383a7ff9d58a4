"""Filing: what collecting knows of `content/`, and what it writes there."""
