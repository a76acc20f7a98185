"""The search index: which texts are in it, and the index itself as each database makes one.

SQLite: FTS5 without content, which keeps no text; a row whose `SearchText` is gone counts for nothing. Its tokens are
made by us, so its own tokenizer only splits at spaces. PostgreSQL: a tsvector with places, and GIN.
"""

import django.db.models.deletion
from django.db import migrations, models

MAKE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE reviewsheets_searchindex
        USING fts5(tokens, content='', tokenize='ascii')
        """
    ],
    "postgresql": [
        "ALTER TABLE reviewsheets_searchtext ADD COLUMN tokens tsvector NOT NULL DEFAULT ''",
        "CREATE INDEX reviewsheets_searchtext_tokens ON reviewsheets_searchtext USING gin (tokens)",
    ],
}
REMOVE = {
    "sqlite": ["DROP TABLE reviewsheets_searchindex"],
    "postgresql": ["ALTER TABLE reviewsheets_searchtext DROP COLUMN tokens"],
}


def make_index(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove_index(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reviewsheets", "0005_sheet_summary")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "事業名"), (2, "事業番号"), (3, "事業の目的・事業概要"), (4, "支出先")],
                        verbose_name="項目",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_texts",
                        to="reviewsheets.reviewsheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "検索用の語",
                "verbose_name_plural": "検索用の語",
                "ordering": ["sheet", "field", "pk"],
            },
        ),
        migrations.RunPython(make_index, remove_index),
    ]
