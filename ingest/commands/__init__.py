"""One file for each command. Like `__main__`, they may know of clock, terminal and network; nothing imports them but it."""
