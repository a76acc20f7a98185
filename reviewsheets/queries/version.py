"""Whether anything that public pages show was written since."""

from reviewsheets.models import DataVersion


def data_version() -> str:
    """A text that differs from every earlier one once a transaction that wrote sheets, or what they stand on, ended."""
    return " ".join(DataVersion.objects.values_list("stamp", flat=True))
