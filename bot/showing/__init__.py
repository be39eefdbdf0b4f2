"""Answers to look at and to take away: charts as SVG and PNG, tables as CSV and XLSX."""
