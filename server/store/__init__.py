"""Where everything is kept: tables, the timeline's append and read, migrations, the columnar copy."""
