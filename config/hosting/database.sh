#!/bin/sh
# The image of PostgreSQL runs this once, when its volume is empty. Sitrep owns its database
# and is not a superuser: a superuser sees the rows of all workspaces.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_PASSWORD" -U postgres <<'SQL'
CREATE ROLE sitrep LOGIN PASSWORD :'password';
CREATE DATABASE sitrep OWNER sitrep;
SQL
