"""The parse layer."""
