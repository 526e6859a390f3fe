"""The look of Huisvrede: templates, components, charts and the build of their assets."""
