"""Entry of the ministry's check, the opinions and the response."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from reviewsheets.admin.cells import TextForm
from reviewsheets.models import CheckAnswer, CheckQuestion, Evaluation, ReviewSheet

AREA = forms.Textarea(attrs={"rows": 3})
OPINION_FIELDS = ["expert_opinion", "team_verdict", "team_opinion", "response_kind", "response"]


class CheckForm(TextForm, forms.Form):
    """The fixed questions, each with a mark and an explanation."""

    def __init__(self, data: Any, *, sheet: ReviewSheet) -> None:
        super().__init__(data, prefix="check")
        self.sheet = sheet
        self.stored = {answer.question: answer for answer in sheet.check_answers.all()}
        for question in CheckQuestion:
            self.add_question(question)

    def add_question(self, question: CheckQuestion) -> None:
        """A mark and an explanation, named by the question for those who cannot see the table."""
        mark_label, explanation_label = f"{question.label} {_('評価')}", f"{question.label} {_('評価に関する説明')}"
        marks = forms.Select(attrs={"aria-label": mark_label})
        texts = forms.Textarea(attrs={"rows": 2, "aria-label": explanation_label})
        choices = [("", ""), *CheckAnswer.Mark.choices]
        self.fields[f"{question}-mark"] = forms.ChoiceField(choices=choices, required=False, widget=marks)
        self.fields[f"{question}-explanation"] = forms.CharField(required=False, widget=texts)
        if answer := self.stored.get(question.value):
            self.initial[f"{question}-mark"] = answer.mark
            self.initial[f"{question}-explanation"] = answer.explanation

    def questions(self) -> list[tuple[CheckQuestion, Any, Any]]:
        """Each question with its two inputs."""
        return [(question, self[f"{question}-mark"], self[f"{question}-explanation"]) for question in CheckQuestion]

    def save(self) -> None:
        """Write what is answered; an answer emptied by hand is removed."""
        for question in CheckQuestion:
            answer = self.stored.get(question.value) or CheckAnswer(sheet=self.sheet, question=question.value)
            answer.mark = self.cleaned_data[f"{question}-mark"]
            answer.explanation = self.cleaned_data[f"{question}-explanation"]
            if answer.mark or answer.explanation:
                answer.save()
                self.stored[question.value] = answer
            elif answer.pk:
                answer.delete()


class OpinionForm(TextForm, forms.ModelForm):
    """What reviewers enter: opinions and the response."""

    class Meta:
        model = Evaluation
        fields = OPINION_FIELDS
        widgets = dict.fromkeys(["expert_opinion", "team_opinion", "response"], AREA)


class EvaluationForm(TextForm, forms.ModelForm):
    """The same with the ministry's own result."""

    class Meta:
        model = Evaluation
        fields = ["check_result", "improvement", *OPINION_FIELDS]
        widgets = dict.fromkeys(["check_result", "improvement", "expert_opinion", "team_opinion", "response"], AREA)
