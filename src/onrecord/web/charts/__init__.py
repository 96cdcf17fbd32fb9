"""Charts as SVG, drawn on the server: pure functions of rows, the same picture every time."""
