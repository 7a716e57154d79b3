"""What people read, in German: by the part of relay that says it."""
