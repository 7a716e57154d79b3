"""What a release says: paragraphs, sentences, teaser, pictures. Pure."""
