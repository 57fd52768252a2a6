#!/bin/sh
# sitrep-backup FOLDER [DAYS]: back up once a day, and delete backups after DAYS (14).
set -eu
file=$1/sitrep-$(date -u +%F).backup
[ -e "$file" ] || sitrep db backup "$file"
find "$1" -name 'sitrep-*.backup' -mtime "+${2:-14}" -delete
