"""The one importer: a file becomes rows of a module, checked first."""
