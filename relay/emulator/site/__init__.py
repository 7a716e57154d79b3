"""A county's website on this machine: pages, feeds, pictures, and its bad days."""
