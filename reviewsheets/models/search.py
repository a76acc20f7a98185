"""What is searched: the texts of published sheets, by field. Their tokens stand in the database's own index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.sheets import ReviewSheet


class SearchText(models.Model):
    """A piece of one field of a published sheet in the search index.

    The index is made by a migration, for each database in its way: on PostgreSQL a `tokens` column beside these, on
    SQLite the table `reviewsheets_searchindex`, whose rows have the ids of these. `summaries.search` alone writes both.
    """

    class Field(models.IntegerChoices):
        """In the order of weight: a hit in a name stands before one among the payees."""

        NAME = 1, _("事業名")
        NUMBER = 2, _("事業番号")
        TEXT = 3, _("事業の目的・事業概要")
        PAYEES = 4, _("支出先")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="search_texts")
    field = models.PositiveSmallIntegerField(_("項目"), choices=Field)

    class Meta:
        verbose_name = _("検索用の語")
        verbose_name_plural = _("検索用の語")
        ordering = ["sheet", "field", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.get_field_display()}"
