"""The process that reads documents one at a time, so that whatever a file does to it, nothing else is hurt."""
