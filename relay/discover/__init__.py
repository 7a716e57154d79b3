"""Where a website keeps its releases: feeds, listing pages, sitemaps, and how good each is. Pure but for `search`."""
