"""A council set up from one workbook: its sheets, reading them, what each row would do, and doing it."""
