"""What channels have done behind the counter: pictures of evidence, and the reading of documents that staff hand in.

The two packages share one file and no code, so both are asked of `python -m ingest` as a clerk would ask at the terminal:
in a process of its own, with a time limit, its answer taken from what it prints and writes.
"""
