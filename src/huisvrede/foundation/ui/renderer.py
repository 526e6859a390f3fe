"""Forms in the markup of the NL Design System, without a class name in any form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import DateInput
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from huisvrede.core.tables import dates
from huisvrede.core.tables.values import ValueProblem

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
    """A day in one line, day first, whatever the language of browser or page: pickers and formats of either differ.

    It is read in every way of writing that can mean one day only, ISO 8601 among them, and shown again as 2-3-1984.
    """

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """As wide as a day; `attrs` say what a browser may fill in."""
        super().__init__({"autocomplete": "off", "size": "12", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """The day as it is written here; what is none stays as it was typed."""
        day = _day(value) if isinstance(value, str) else value
        return f"{day.day}-{day.month}-{day.year}" if isinstance(day, date) else value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002  Django's
        """What was typed; a day in ISO 8601, which a field reads in every language."""
        typed = data.get(name)
        day = _day(typed) if isinstance(typed, str) else None
        return day.isoformat() if day else typed


def _day(typed: str) -> date | None:
    try:
        return dates.date(typed.strip())
    except ValueProblem:
        return None
