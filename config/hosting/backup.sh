#!/bin/sh
# sitrep-backup FOLDER [DAYS]: back up, and delete backups that are older than DAYS (14).
set -eu
sitrep db backup "$1/sitrep-$(date -u +%Y%m%d-%H%M%S).backup"
find "$1" -name 'sitrep-*.backup' -mtime "+${2:-14}" -delete
