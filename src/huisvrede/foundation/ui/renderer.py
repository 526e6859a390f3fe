"""Forms in the markup of the NL Design System, without a class name in any form."""

from typing import Any

from django.forms import DateInput
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

WIDGETS = "django/forms/widgets/"
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
CLASSES: dict[str, str] = {
    **{f"{WIDGETS}{kind}.html": TEXTBOX for kind in ("text", "email", "number", "password", "url", "tel")},
    **{f"{WIDGETS}{kind}.html": TEXTBOX for kind in ("date", "datetime", "time", "search", "input")},
    f"{WIDGETS}textarea.html": "utrecht-textarea utrecht-textarea--html-textarea",
    f"{WIDGETS}select.html": "utrecht-select utrecht-select--html-select",
    f"{WIDGETS}checkbox.html": "utrecht-checkbox utrecht-checkbox--html-input",
    f"{WIDGETS}file.html": "hv-file",
    f"{WIDGETS}clearable_file_input.html": "hv-file",
}
TEMPLATES: dict[str, str] = {
    f"{WIDGETS}radio.html": "ui/widgets/choices.html",
    f"{WIDGETS}checkbox_select.html": "ui/widgets/choices.html",
}


class UiRenderer(TemplatesSetting):
    """The form renderer of all pages: `FORM_RENDERER` in the settings, next to the app `django.forms`."""

    form_template_name = "ui/components/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, a field or a widget; a widget gets the class its kind has in the design system."""
        if "widget" in context and template_name in CLASSES:
            attrs = context["widget"]["attrs"]
            attrs["class"] = f"{CLASSES[template_name]} {attrs.get('class', '')}".strip()
        return super().render(TEMPLATES.get(template_name, template_name), context, request)


class DayInput(DateInput):
    """A date that is picked from the browser's own calendar, in ISO 8601 as `type=date` demands."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format, because a browser shows nothing for any other."""
        super().__init__(attrs, format="%Y-%m-%d")
