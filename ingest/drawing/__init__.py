"""Pictures of evidence: the only place where Pillow and pdfium draw."""
