"""GET parameters as filters: what a page, its charts and its CSV are narrowed to."""
