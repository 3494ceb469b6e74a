"""Providers and contracts as spreadsheets: read, judged row by row, carried out, and written."""
