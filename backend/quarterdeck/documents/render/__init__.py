"""Renderers: each walks the document model and gives bytes of one form."""
