"""The accent colour as a style sheet, so that no page needs a style of its own (strict CSP)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huisvrede.foundation.ui.accent import accents

A_YEAR = 365 * 24 * 3600


@require_safe
def accent(_request: HttpRequest, colour: str) -> HttpResponse:
    """Answer the style sheet of `colour` (six hexadecimal digits); 404 for anything else."""
    try:
        shades = accents(colour)
    except ValueError as error:
        raise Http404 from error
    style = f":root{{--accent-light:#{shades.light};--accent-dark:#{shades.dark}}}"
    return HttpResponse(
        style, content_type="text/css", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    )
