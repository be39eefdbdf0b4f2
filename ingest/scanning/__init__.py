"""Scans: from the picture of a page to its tables and lines of text, every cell with all readings that its ink allows.

pictures    a file's pages as grey pictures, and what they measure in points
upright     the page turned upright, and places on it turned back
ink         what is printed on a page, apart from paper and grain
ruling      the cells that rules enclose, and how they make tables
lines       the lines of text in a piece of a page
letters     what a line of text says: the recognition model
digits      a second opinion on figures, by the shapes of the document's own digits
looking     all of it, page by page: the blocks of a document
"""
