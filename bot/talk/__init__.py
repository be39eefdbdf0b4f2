"""Conversations: what is remembered, what a short message takes over, how an answer is asked about and reopened."""
