"""Programs that read a folder of pages with one library each. They run outside the project and import none of it."""
