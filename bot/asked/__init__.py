"""What is asked: which figures and years, what each number claims, which conditions hold, and what must not be worked out."""
