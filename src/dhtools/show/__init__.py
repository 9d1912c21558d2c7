"""The show layer."""
