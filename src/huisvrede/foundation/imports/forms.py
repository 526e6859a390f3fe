"""What a person says about an import: which file, what each column is, what a doubtful row is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables.bsn import names_bsn
from huisvrede.core.tables.mapping import Mapping
from huisvrede.foundation.imports.models import Import, Mistake
from huisvrede.foundation.imports.queries import Shown, mapping_of
from huisvrede.foundation.imports.reading import readable
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.shapes import ImportShape
from huisvrede.foundation.imports.texts import REASONS
from huisvrede.foundation.ui.fields import NumberlessForm

LEAVE_OUT, READ = "-", "read"
HIDDEN = "hidden"


class FileForm(NumberlessForm):
    """A file and the name of the system it comes from."""

    file = forms.FileField(
        label=pgettext_lazy("document", "File"),
        help_text=_("CSV or XLSX, of at most 50 MB. The first row holds the names of the columns."),
        error_messages={"required": _("Choose a file of at most 50 MB."), "empty": _("The file is empty.")},
    )
    source = forms.CharField(
        label=_("System it comes from"),
        max_length=60,
        help_text=_("Use the same name each time: a number of that system is taken in once."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """A file that fits; what it holds is looked at next."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(gettext("Choose a file of at most 50 MB."))
        return file


class ColumnsForm(NumberlessForm):
    """One choice per column: a field of ours, or never read. What nobody recognised comes first."""

    def __init__(self, *args: Any, shape: ImportShape, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping, self.shape = mapping_of(shape, run), shape
        mapping = self.mapping
        if rows := run.mapping.get("hidden_rows"):
            self.fields[HIDDEN] = _hidden_rows(rows, run.mapping.get("read_hidden"))
        fields = readable(shape)
        left = mapping.left_out.union(mapping.bsn)
        asked = [
            header for header in mapping.headers if not names_bsn(header) or any(one.bsn for one in fields)
        ]
        self.headers = sorted(asked, key=lambda header: header not in mapping.open)
        for header in self.headers:
            named = [
                (one.field, gettext(shape.fields[one.field]))
                for one in fields
                if one.bsn or not names_bsn(header)
            ]
            self.fields[self.name(header)] = forms.ChoiceField(
                label=header,
                choices=[("", gettext("Choose…")), (LEAVE_OUT, gettext("Leave out: never read")), *named],
                initial=mapping.mapped.get(header, LEAVE_OUT if header in left else ""),
                error_messages={"required": gettext("Choose what this column is, or leave it out.")},
            )

    def name(self, header: str) -> str:
        """The name of a column's field: its place, since headers may hold any sign."""
        return f"column-{self.mapping.headers.index(header) + 1}"

    def hidden(self) -> bool | None:
        """Whether hidden rows are read; None where there are none."""
        return self.cleaned_data[HIDDEN] == READ if HIDDEN in self.fields else None

    def chosen(self) -> Mapping:
        """The mapping as chosen. Raises `MappingError`, such as `field-taken`."""
        mapping = Mapping(self.shape.shape.key, self.mapping.headers, {})
        for header in self.headers:
            field = self.cleaned_data[self.name(header)]
            mapping = (
                mapping.leave_out(header)
                if field == LEAVE_OUT
                else mapping.map(header, field, shape=self.shape.shape)
            )
        return mapping


def _hidden_rows(rows: int, decided: bool | None) -> forms.ChoiceField:  # noqa: FBT001  None is no answer yet
    return forms.ChoiceField(
        label=ngettext(
            "One row of the worksheet is hidden", "{n} rows of the worksheet are hidden", rows
        ).format(n=rows),
        help_text=gettext(
            "Perhaps because somebody filtered it. Who looks at the worksheet does not see them."
        ),
        choices=[(READ, gettext("Read hidden rows too")), (LEAVE_OUT, gettext("Leave hidden rows out"))],
        initial="" if decided is None else READ if decided else LEAVE_OUT,
        widget=forms.RadioSelect,
        error_messages={"required": gettext("Choose whether hidden rows are read too.")},
    )


class BackForm(NumberlessForm):
    """Why an import is taken back."""

    reason = forms.ChoiceField(
        label=_("What went wrong?"),
        choices=Mistake.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what went wrong.")},
    )


class AnswersForm(NumberlessForm):
    """For each row that asks something: a reason to take it in, or nothing, and then it stays out."""

    def __init__(self, *args: Any, problems: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {
            f"answer-{place}": problem for place, problem in enumerate(problems, start=1) if problem.reasons
        }
        for name, problem in self.questions.items():
            where = gettext("Line {line}").format(line=problem.line)
            reasons = [(reason, gettext(REASONS[reason])) for reason in problem.reasons]
            self.fields[name] = forms.ChoiceField(
                label=f"{where}, {problem.column}" if problem.column else where,
                help_text=problem.text,
                choices=[("", gettext("The row stays out")), *reasons],
                required=False,
            )

    def answers(self) -> list[Answer]:
        """What was answered now."""
        return [
            Answer(problem.line, problem.column or None, problem.code, self.cleaned_data[name])
            for name, problem in self.questions.items()
            if self.cleaned_data[name]
        ]
