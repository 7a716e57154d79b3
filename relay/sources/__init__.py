"""Where entries and pages come from: guarded, polite HTTP."""
