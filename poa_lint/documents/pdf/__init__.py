"""PDFs: words with their places, and tables by their rulings; `geometry` finds those without."""
