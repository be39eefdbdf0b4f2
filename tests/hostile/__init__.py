"""Files that are broken, or made to hurt whoever opens them. All are made by script; none is kept."""
