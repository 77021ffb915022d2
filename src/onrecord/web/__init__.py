"""Settings, addresses, base templates, the design system, the home page."""
