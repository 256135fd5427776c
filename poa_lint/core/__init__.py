"""The nouns that all rooms speak of: source, report, finding, result, figures, words. It knows no other room."""
