"""Other ways in: the editor, the page on this computer, the cluster."""
