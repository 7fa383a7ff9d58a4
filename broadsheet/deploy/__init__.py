"""Deploy: a built site sent to where readers reach it, and those told who hold copies of it."""
