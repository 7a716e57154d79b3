"""What of a page is its release: paragraphs, lists, tables, pictures, files."""
