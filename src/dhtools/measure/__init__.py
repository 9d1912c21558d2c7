"""The measure layer."""
