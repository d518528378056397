"""Workspaces to begin with: the demo organisation with its planted truths, and a small starter for each preset."""
