"""poa-lint checks quarterly progress reports of municipal operating programmes before they are signed."""
