"""PDFs: words with their places, put into lines and tables."""
