"""What is stored, out as open data: CSV, a workbook, JSON, Parquet, or a data package of all tables."""
