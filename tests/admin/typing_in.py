"""The entry page as a person with a browser uses it: read its form, change cells, press save, read what comes back."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from reviewsheets.models import ReviewSheet


def entry_url(sheet: ReviewSheet) -> str:
    """The address of a sheet's entry page."""
    return f"/admin/reviewsheets/reviewsheet/{sheet.pk}/change/"


@dataclass
class FormOnPage:
    """What an HTML page holds for a person who types: cells by name, blank rows by table, errors by cell."""

    cells: dict[str, str] = field(default_factory=dict)
    blank_rows: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    invalid: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)


class FormReader(HTMLParser):
    """Reads the controls of a page as a browser would send them; what stands in <template> is a blank row."""

    def __init__(self) -> None:
        super().__init__()
        self.page = FormOnPage()
        self.templates: list[str] = []
        self.open_textarea = self.open_select = self.just_closed = self.in_errors_of = ""

    @property
    def target(self) -> dict[str, str]:
        """Where a control's value goes."""
        return self.page.blank_rows[self.templates[-1]] if self.templates else self.page.cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "template":
            self.templates.append(values["data-empty-row"])
            self.page.blank_rows[self.templates[-1]] = {}
        is_error_list = tag == "ul" and "errorlist" in values.get("class", "").split()
        if is_error_list and self.just_closed:
            self.in_errors_of, self.just_closed = self.just_closed, ""
        elif tag not in ("option", "optgroup", "li"):
            self.just_closed = ""
        if tag == "a" and values.get("href", "").startswith("#id_"):
            self.page.links.append(values["href"][1:])
        self.read_control(tag, values)

    def read_control(self, tag: str, values: dict[str, str]) -> None:
        """Keep a control's name, value and state."""
        name = values.get("name", "")
        if tag == "option" and self.open_select and "selected" in values:
            self.target[self.open_select] = values.get("value", "")
        if not name or tag not in ("input", "select", "textarea") or values.get("type") == "submit":
            return
        if not self.templates:
            self.page.ids[name] = values.get("id", "")
            self.page.invalid |= {name} if values.get("aria-invalid") == "true" else set()
        if tag == "textarea":
            self.open_textarea, self.target[name] = name, ""
        elif tag == "select":
            self.open_select = name
            if "multiple" not in values:
                self.target[name] = ""
        else:
            self.just_closed = name
            if values.get("type") != "checkbox" or "checked" in values:
                self.target[name] = values.get("value", "on" if values.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates.pop()
        if tag == "textarea" and self.open_textarea:
            self.target[self.open_textarea] = self.target[self.open_textarea].removeprefix("\n")
            self.just_closed, self.open_textarea = self.open_textarea, ""
        if tag == "select":
            self.just_closed, self.open_select = self.open_select, ""
        if tag == "ul":
            self.in_errors_of = ""

    def handle_data(self, data: str) -> None:
        if self.open_textarea:
            self.target[self.open_textarea] += data
        elif self.in_errors_of:
            self.page.errors[self.in_errors_of] = self.page.errors.get(self.in_errors_of, "") + data.strip()


def read_form(response: HttpResponse) -> FormOnPage:
    """The form of a page."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.page


@dataclass(frozen=True)
class Answer:
    """What came back after pressing save."""

    response: Any
    page: FormOnPage

    @property
    def was_saved(self) -> bool:
        """The page sent the person on."""
        return bool(self.response.status_code == 302)

    @property
    def problems_if_refused(self) -> list[tuple[str, str]]:
        """The summary of errors, or nothing where it was saved."""
        return [] if self.was_saved else self.problems

    @property
    def said(self) -> list[str]:
        """The messages on top of the page."""
        return [str(message) for message in get_messages(self.response.wsgi_request)]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary of errors: (id of the cell, what it says)."""
        return [(problem.anchor, problem.message) for problem in self.response.context["problems"]]


class Typist:
    """A person at the entry page. `typist["budget-initial_2018"] = "599"` types, `save()` presses the button."""

    def __init__(self, client: Client, url: str, **headers: Any) -> None:
        self.client, self.url, self.headers = client, url, headers
        self.open()

    def open(self) -> None:
        """Load the page anew."""
        self.page = read_form(self.client.get(self.url, **self.headers))
        self.cells = self.page.cells

    def __setitem__(self, name: str, text: str) -> None:
        assert name in self.cells, f"the page has no cell {name}"
        self.cells[name] = text

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def tick(self, name: str) -> None:
        """Tick a box."""
        assert name in self.page.ids, f"the page has no box {name}"
        self.cells[name] = "on"

    def add_row(self, table: str) -> str:
        """Press 行を追加; gives the new row's prefix."""
        row = f"{table}-{self.cells[f'{table}-TOTAL_FORMS']}"
        blank = f"{table}-__prefix__"
        self.cells[f"{table}-TOTAL_FORMS"] = str(int(self.cells[f"{table}-TOTAL_FORMS"]) + 1)
        self.cells |= {name.replace(blank, row): value for name, value in self.page.blank_rows[table].items()}
        inner = {name: cells for name, cells in self.page.blank_rows.items() if name.startswith(blank)}
        for name, cells in inner.items():
            self.page.blank_rows[name.replace(blank, row)] = {
                cell.replace(blank, row): value for cell, value in cells.items()
            }
        return row

    def save(self, **more: str) -> Answer:
        """Send the form as a browser does: line ends as CR LF."""
        data = {name: re.sub(r"\r?\n", "\r\n", value) for name, value in (self.cells | more).items()}
        return self.send(data)

    def send(self, data: dict[str, Any]) -> Answer:
        """Send any data."""
        response = self.client.post(self.url, data, **self.headers)
        return Answer(response, read_form(response))
