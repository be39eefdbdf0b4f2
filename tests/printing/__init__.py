"""Reports printed from known figures: what is read back can be held against what was printed."""
