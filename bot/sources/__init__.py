"""Where articles come from: pages and files."""
