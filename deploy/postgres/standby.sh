#!/bin/sh
# The second server: a copy of the first, which it follows from then on. Cut off while copying, it begins again.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.making"
    mkdir -p "$(dirname "$PGDATA")"
    pg_basebackup --pgdata "$PGDATA.making" --wal-method stream --checkpoint fast --write-recovery-conf \
        --dbname "host=$PRIMARY port=${PRIMARY_PORT:-5432} user=replication application_name=standby"
    # Promoted, it is followed by nobody at first, and a commit must not wait for that: the last line of a name counts.
    echo "synchronous_standby_names = ''" >>"$PGDATA.making/postgresql.auto.conf"
    chmod 0700 "$PGDATA.making"
    rm -rf "$PGDATA"
    mv "$PGDATA.making" "$PGDATA"
fi
exec docker-entrypoint.sh postgres
