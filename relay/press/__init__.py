"""What the press office is told and asked, in its chat and elsewhere, and what it decides."""
