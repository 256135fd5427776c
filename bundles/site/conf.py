"""Sphinx's configuration for the site; the language comes from the command line."""

project = "poa-lint"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4
myst_links_external_new_tab = False
suppress_warnings = ["misc.highlighting_failure"]  # parts of files, and words in the place of values

html_theme = "furo"
html_title = "poa-lint"
html_show_sphinx = False
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # it fetches pages, which no browser does from a disk
pygments_style = "default"
