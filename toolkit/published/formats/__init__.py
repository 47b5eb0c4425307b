"""Web pages, Word files, texts and others as paragraphs and tables: one module for each format."""
