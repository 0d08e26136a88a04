"""The only room with SQL: tables, migrations, and the questions that are asked of them."""
