"""Pictures of evidence: parts of pages with a cell marked, and rows of reports that have no pages."""
