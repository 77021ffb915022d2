"""Who asks next: floor credit, the draw, the audit. Pure: NumPy and exact rationals, no Django."""
