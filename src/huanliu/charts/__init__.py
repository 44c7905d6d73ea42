"""Charts: SVG drawn here, from tables that stand beside them; nothing is fetched."""
