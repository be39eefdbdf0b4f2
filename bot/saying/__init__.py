"""How an answer is said: its parts, its layout, the gate before it leaves, and what could be asked next."""
