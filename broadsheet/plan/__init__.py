"""Plan: what is out now, how it is arranged, and every page of the site with what it shows."""
